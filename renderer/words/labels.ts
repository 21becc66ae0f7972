/** Numbers and units as the studio writes them, everywhere the same. */
import type { Unit } from '../../native-models/strategy/architecture.ts';
import type { Standing } from '../../native-models/strategy/presets.ts';

/** What a device computes in, and what weights are kept in. */
export const PRECISION_WORDS = { float32: 'full precision', float16: 'half precision', int8: 'UNet in int8' } as const;

/** How sure we are that a preset is the paper's, as the screen says it. */
export const STANDINGS = {
  certain: 'certain',
  strong: 'strong evidence',
  fair: 'fair evidence',
  inferred: 'inferred',
  low: 'inferred, low',
} as const satisfies Readonly<Record<Standing, string>>;

/** `Res 0`; its block is written beside it. */
export function shortName({ kind, layer }: Unit): string {
  return `${kind === 'res' ? 'Res' : 'Attn'} ${layer}`;
}

export function speedup(value: number): string {
  return `${value.toFixed(2)}x`;
}

export function percent(share: number): string {
  const value = share * 100;
  return `${value < 10 ? value.toFixed(1) : value.toFixed(0)}%`;
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

export function bytes(count: number): string {
  const power = count < 1 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(count) / 3));
  const value = count / 1000 ** power;
  return `${value < 10 && power > 0 ? value.toFixed(1) : value.toFixed(0)} ${BYTE_UNITS[power]}`;
}

const COUNT_UNITS = ['', 'k', 'M', 'G', 'T'];

/** `401.6 G`, of MACs or parameters. */
export function count(value: number): string {
  const power = value < 1000 ? 0 : Math.min(COUNT_UNITS.length - 1, Math.floor(Math.log10(value) / 3));
  const scaled = value / 1000 ** power;
  return `${power === 0 ? scaled.toFixed(0) : scaled.toPrecision(3)} ${COUNT_UNITS[power]}`.trimEnd();
}

/** `0.84 s`, `22.5 s`, `1 min 05 s`. */
export function seconds(value: number): string {
  if (value < 1) return `${value.toFixed(2)} s`;
  if (value < 60) return `${value.toFixed(1)} s`;
  const whole = Math.round(value);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')} min`;
}

/** `1 picture`, `12 pictures`. */
export function picturesInWords(count: number): string {
  return count === 1 ? '1 picture' : `${count} pictures`;
}

export function milliseconds(value: number): string {
  return `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`;
}

/** `64²`, `64x48`. */
export function latentSize(width: number, height: number): string {
  return width === height ? `${width}²` : `${width}x${height}`;
}

/** `1 run`, `1,204 runs`. */
export function runsInWords(count: number): string {
  return count === 1 ? '1 run' : `${count.toLocaleString()} runs`;
}
