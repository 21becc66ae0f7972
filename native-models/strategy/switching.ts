/**
 * Multi-UNet switching (A-SDM, Table III): a run changes its UNet on the way. Segments name roles (`sd`, `base`); whoever
 * starts the run says which checkpoint plays which role.
 */
import { StrategyError } from '../errors.ts';
import { LIMITS } from '../vocabulary.ts';
import type { SwitchSegment } from './strategy.ts';

/** The paper's three, for 25 steps. */
export const SWITCHING_PRESETS = {
  S1: [
    { unet: 'base', calls: 10 },
    { unet: 'sd', calls: 15 },
  ],
  S2: [
    { unet: 'sd', calls: 15 },
    { unet: 'base', calls: 10 },
  ],
  S3: [
    { unet: 'sd', calls: 10 },
    { unet: 'base', calls: 15 },
  ],
} as const satisfies Readonly<Record<string, readonly SwitchSegment[]>>;
export type SwitchingPresetId = keyof typeof SWITCHING_PRESETS;

const SEGMENT = /^(.+):(\d{1,6})$/;

/** `S1`, or segments such as `base:10,sd:15`. */
export function parseSwitching(text: string): readonly SwitchSegment[] {
  const name = text.trim().toUpperCase();
  if (Object.hasOwn(SWITCHING_PRESETS, name)) return SWITCHING_PRESETS[name as SwitchingPresetId];
  return text.split(',').map((part) => {
    const [, unet, calls] = SEGMENT.exec(part.trim()) ?? [];
    if (!unet || Number(calls) === 0 || Number(calls) > LIMITS.calls) {
      throw new StrategyError(
        `switching "${shortened(text)}": "${shortened(part.trim())}" is no segment; write ${Object.keys(SWITCHING_PRESETS).join(', ')} or UNets with their number of calls (1 to ${LIMITS.calls}), such as base:10,sd:15`,
      );
    }
    return { unet, calls: Number(calls) };
  });
}

export function formatSwitching(segments: readonly SwitchSegment[]): string {
  return segments.map(({ unet, calls }) => `${unet}:${calls}`).join(',');
}

/** The UNets of a run, each once, in the order in which they first appear: a plan's `unet` is an index into this. */
export function unetsOf(segments: readonly SwitchSegment[]): readonly string[] {
  return [...new Set(segments.map(({ unet }) => unet))];
}

/** Index into `unetsOf` of every call's UNet. PNDM makes one call more than steps: the last segment absorbs it. */
export function unetsByCall(switching: readonly SwitchSegment[], calls: number): readonly number[] {
  if (switching.length === 0) return Array.from({ length: calls }, () => 0);
  const names = unetsOf(switching);
  const sum = switching.reduce((total, segment) => total + segment.calls, 0);
  if (sum !== calls && sum !== calls - 1) throw addsUpTo(sum, switching, calls);
  const byUnet = switching.flatMap(({ unet, calls }) => Array.from({ length: calls }, () => names.indexOf(unet)));
  return sum === calls ? byUnet : [...byUnet, names.indexOf(switching.at(-1)!.unet)];
}

function addsUpTo(sum: number, switching: readonly SwitchSegment[], calls: number): StrategyError {
  return new StrategyError(
    `switching "${shortened(formatSwitching(switching))}": its segments add up to ${sum} calls, but the run makes ${calls}; change the segments or the number of steps (one more call, as PNDM makes, goes to the last segment)`,
  );
}

/** Messages that people read through. */
const MAX_SHOWN = 200;

function shortened(text: string): string {
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

/** Puts checkpoints in the place of roles: `{ sd: '/models/sd15', base: '/models/bk-base' }`. */
export function castRoles(
  segments: readonly SwitchSegment[],
  checkpoints: Readonly<Record<string, string>>,
): readonly SwitchSegment[] {
  return segments.map(({ unet, calls }) => {
    const checkpoint = Object.hasOwn(checkpoints, unet) ? checkpoints[unet] : undefined;
    if (checkpoint === undefined) {
      const known = Object.keys(checkpoints).join(', ') || 'none';
      throw new StrategyError(
        `switching "${formatSwitching(segments)}": no checkpoint for "${unet}" (given: ${known})`,
      );
    }
    return { unet: checkpoint, calls };
  });
}
