import type { FloatType } from '../../native-models/vocabulary.ts';

/** `WEBGPU float16`; float32 goes without saying. */
export function deviceLabel({
  device,
  devicePrecision,
}: {
  device: string;
  devicePrecision?: FloatType | undefined;
}): string {
  return `${device.toUpperCase()}${devicePrecision === 'float16' ? ' float16' : ''}`;
}
