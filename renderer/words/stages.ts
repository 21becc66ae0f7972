/** What an engine says it is at, before its first call and after its last, in words. */
const NAMES: Readonly<Record<string, string>> = {
  load: 'Loading',
  'check-weights': 'Checking weights',
  'convert-weights': 'Converting weights',
  'warm-up': 'Warming up',
  'encode-prompt': 'Reading the prompt',
  'encode-image': 'Reading the start picture',
  denoise: 'Denoising',
  decode: 'Decoding',
};

/** `Converting weights: unet/model.safetensors 12%` */
export function stageInWords({ stage, detail }: { readonly stage: string; readonly detail: string | null }): string {
  const name = NAMES[stage] ?? stage;
  return detail ? `${name}: ${detail}` : name;
}
