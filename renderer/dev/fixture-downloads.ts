/** Downloads that run without a network: a bar that moves, one that is paused, one that failed. Development only. */
import { AsyncIteratorClass } from '@orpc/client';
import type { Download, DownloadOffer } from '../../preload/contract/download.ts';
import type { StudioClient } from '../host/host.ts';

const TICK_MS = 250;
const PER_TICK = 9_500_000;

const REST = {
  file: null,
  phase: 'fetching',
  bytesPerSecond: null,
  secondsLeft: null,
  note: null,
  problem: null,
} as const;

export function fixtureDownloads(variant: string): StudioClient['downloads'] {
  const downloads: Download[] = variant === 'downloads' ? [...SHOWN] : [];
  const change = (id: string, part: Partial<Download>) => {
    const at = downloads.findIndex((each) => each.id === id);
    if (at >= 0) downloads[at] = { ...downloads[at]!, ...part };
  };
  setInterval(() => {
    const running = downloads.find(({ state }) => state === 'running');
    if (!running) return;
    const doneBytes = Math.min(running.totalBytes, running.doneBytes + PER_TICK);
    const secondsLeft = (running.totalBytes - doneBytes) / (PER_TICK * (1000 / TICK_MS));
    change(running.id, { doneBytes, secondsLeft, ...(secondsLeft === 0 ? { state: 'done' } : {}) });
  }, TICK_MS);
  return {
    offer: async ({ source }) => ({ ...OFFER, source }),
    async start({ source }) {
      const download: Download = {
        ...REST,
        id: String(downloads.length),
        title: source,
        from: OFFER.from,
        state: 'running',
        file: 'unet/diffusion_pytorch_model.fp16.safetensors',
        doneBytes: 0,
        totalBytes: OFFER.choices[0]!.bytes,
        bytesPerSecond: PER_TICK * (1000 / TICK_MS),
      };
      downloads.push(download);
      return download;
    },
    pause: async ({ id }) => change(id, { state: 'paused', bytesPerSecond: null }),
    resume: async ({ id }) => change(id, { state: 'running', problem: null }),
    cancel: async ({ id }) =>
      void downloads.splice(
        downloads.findIndex((each) => each.id === id),
        1,
      ),
    watch: async () =>
      new AsyncIteratorClass(
        async () => {
          await new Promise((resolve) => setTimeout(resolve, TICK_MS));
          return { done: false as const, value: [...downloads] };
        },
        async () => {},
      ),
  };
}

const SHOWN: readonly Download[] = [
  {
    ...REST,
    id: 'a',
    title: 'stable-diffusion-v1-5/stable-diffusion-v1-5, half precision',
    from: 'huggingface.co',
    state: 'running',
    file: 'unet/diffusion_pytorch_model.fp16.safetensors',
    doneBytes: 812_000_000,
    totalBytes: 2_132_856_622,
    bytesPerSecond: 38_000_000,
    secondsLeft: 34,
  },
  {
    ...REST,
    id: 'b',
    title: 'nota-ai/bk-sdm-tiny',
    from: 'huggingface.co',
    state: 'failed',
    doneBytes: 203_000_000,
    totalBytes: 1_300_000_000,
    problem: {
      message: 'huggingface.co cannot be found on the network (ENOTFOUND)',
      advice: 'Is this machine online? A mirror or a proxy can be set in Settings.',
    },
  },
  {
    ...REST,
    id: 'c',
    title: 'nota-ai/bk-sdm-base',
    from: 'huggingface.co',
    state: 'paused',
    doneBytes: 0,
    totalBytes: 1_900_000_000,
  },
];

const OFFER: DownloadOffer = {
  source: '',
  title: 'stable-diffusion-v1-5/stable-diffusion-v1-5',
  from: 'huggingface.co',
  choices: [
    {
      id: 'fp16',
      title: 'Half precision',
      bytes: 2_132_856_622,
      files: Array.from({ length: 12 }, (_, i) => ({ path: `${i}`, bytes: 1 })),
    },
    {
      id: '',
      title: 'Full precision',
      bytes: 4_265_000_000,
      files: Array.from({ length: 12 }, (_, i) => ({ path: `${i}`, bytes: 1 })),
    },
  ],
  pickles: ['unet/diffusion_pytorch_model.bin', 'v1-5-pruned.ckpt'],
  freeBytes: 212_000_000_000,
};
