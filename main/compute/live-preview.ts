import type { RgbImage } from '../../native-models/image.ts';
import type { GenerationEvent, GenerationRequest } from '../../native-models/sampling/generation.ts';
import { type Latents, PreviewMap } from '../../native-models/sampling/preview.ts';
import { encodePng } from '../pictures/picture.ts';
import type { EngineEvent } from './messages.ts';

/** Four a second look alive; more would only keep the reader busy. */
const INTERVAL_MS = 250;
const MAX_SIDE = 128;

/** Small pictures of a model's latents while they are denoised. */
export class LivePreview {
  #map: PreviewMap | null = null;

  /** Follows one generation; of a batch, its first picture. */
  watch({ seeds, width, height }: GenerationRequest, scaleFactor: number, emit: (event: EngineEvent) => void) {
    const size = { width: width / scaleFactor, height: height / scaleFactor };
    const firstOf = (batch: Float32Array): Latents => {
      const data = batch.subarray(0, batch.length / seeds.length);
      return { ...size, data, channels: data.length / (size.width * size.height) };
    };
    let calls = Infinity;
    let final: Latents | null = null;
    let lastAt = -Infinity;

    const paint = (call: number, latents: Latents) => {
      this.#map ??= new PreviewMap(latents.channels, scaleFactor);
      const png = encodePng(this.#map.paint(latents, MAX_SIDE));
      emit({ kind: 'preview', call, dataUrl: `data:image/png;base64,${png.toString('base64')}` });
    };
    return {
      see: (event: GenerationEvent) => {
        if (event.kind === 'call') calls = event.calls;
        if (event.kind !== 'latents') return;
        const latents = firstOf(event.latents);
        // The sampler may reuse them.
        if (event.call === calls - 1) final = { ...latents, data: latents.data.slice() };
        const now = performance.now();
        if (now - lastAt < INTERVAL_MS) return;
        lastAt = now;
        paint(event.call, latents);
      },
      /** What the latents turned out to look like: the next previews are the truer for it. */
      learn: (picture: RgbImage) => {
        if (!final) return;
        this.#map ??= new PreviewMap(final.channels, scaleFactor);
        this.#map.learn(final, picture);
      },
    };
  }
}
