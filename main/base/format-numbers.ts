/** Numbers as people read them; `–` where there is none. */
export function seconds(value: number): string {
  if (value >= 120) return `${Math.floor(value / 60)} min ${String(Math.round(value % 60)).padStart(2, '0')} s`;
  return `${value.toFixed(value >= 10 ? 1 : 2)} s`;
}

export function times(value: number): string {
  return `${value.toFixed(2)}×`;
}

export function decibels(psnr: number | null, identical = false): string {
  if (identical) return 'identical';
  return psnr === null ? '–' : `${psnr.toFixed(1)} dB`;
}

export function similarity(ssim: number | null): string {
  return ssim === null ? '–' : ssim.toFixed(3);
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes >= 1e7 ? 0 : 1)} MB`;
}
