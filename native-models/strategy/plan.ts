/** Strategy -> plan: what each denoiser call of one run does. The loop in `sampling/` follows it without deciding anything. */
import { StrategyError } from '../errors.ts';
import type { Semantics } from '../vocabulary.ts';
import type { Architecture, UnitId } from './architecture.ts';
import { unitsOf as allUnitsOf } from './architecture.ts';
import { applyTo } from './mask.ts';
import { PRESETS, resolvePreset } from './presets.ts';
import { formatMode, fullCallsOf } from './sampling-mode.ts';
import type { SamplingMode, Strategy, SwitchSegment } from './strategy.ts';
import { formatSwitching, unetsOf } from './switching.ts';

export type StepKind = 'full' | 'inherit';

export interface PlannedCall {
  /** Index of the denoiser call, 0 for the first; never the timestep. */
  readonly call: number;
  /** Index into the plan's `unets`. */
  readonly unet: number;
  readonly step: StepKind;
  /** A full step whose features a later inherit step reads: only these fill the feature cache. */
  readonly extract: boolean;
}

export interface PlannedUNet {
  /** The strategy's name of it; null for the run's own UNet. */
  readonly name: string | null;
  /** The units that inherit on this UNet, in path order. */
  readonly mask: readonly UnitId[];
  /** Units of the strategy's mask that this UNet lacks. */
  readonly leftOut: readonly UnitId[];
}

/** A strategy resolved for one run. */
export interface Plan {
  readonly calls: readonly PlannedCall[];
  /** In the order of `unetsOf(strategy.switching)`; one without switching. */
  readonly unets: readonly PlannedUNet[];
  readonly semantics: Semantics;
  readonly fullCalls: number;
  /** What a person should know: units left out, calls that do not exist. */
  readonly warnings: readonly string[];
}

/**
 * @param strategy null: every call full, as if inheritance did not exist.
 * @param calls number of denoiser calls (N+1 for PNDM), not of steps.
 * @param architectures one per UNet of the run, in the order of `unetsOf(strategy.switching)`.
 */
export function planRun(strategy: Strategy | null, calls: number, architectures: readonly Architecture[]): Plan {
  const switching = strategy?.switching ?? [];
  const names = switching.length > 0 ? unetsOf(switching) : [null];
  if (architectures.length !== names.length) {
    throw new StrategyError(
      `plan: the run uses ${names.length} UNet${names.length === 1 ? '' : 's'} (${names.map((name) => name ?? 'its own').join(', ')}), but ${architectures.length} were given; give one architecture for each, in this order`,
    );
  }
  const unets = architectures.map((architecture, i): PlannedUNet => {
    const { units: mask, leftOut } = applyTo(architecture, strategy?.inherit ?? []);
    return { name: names[i]!, mask, leftOut };
  });

  const unetOfCall = callsByUnet(switching, calls);
  const full = new Set(strategy ? fullCallsOf(strategy.mode, calls) : []);
  // A feature cache never crosses from one UNet to another, nor survives a switch and back: each stretch on a UNet starts afresh.
  const starts = (call: number) => call === 0 || unetOfCall[call] !== unetOfCall[call - 1];
  const steps = unetOfCall.map((unet, call): StepKind => {
    const inherits = strategy !== null && !full.has(call) && !starts(call) && unets[unet]!.mask.length > 0;
    return inherits ? 'inherit' : 'full';
  });
  return {
    // Inherit steps follow their full step without a gap, so a full step is read from exactly when the next call inherits.
    calls: steps.map((step, call) => ({
      call,
      unet: unetOfCall[call]!,
      step,
      extract: step === 'full' && steps[call + 1] === 'inherit',
    })),
    unets,
    semantics: strategy?.semantics ?? 'residual',
    fullCalls: steps.filter((step) => step === 'full').length,
    warnings: [
      ...(strategy ? modeWarnings(strategy.mode, calls) : []),
      ...(strategy && !steps.includes('inherit') ? idleWarnings(strategy, calls, unets) : []),
      ...unets.flatMap((unet, i) => presetWarnings(strategy, unet, architectures[i]!)),
      ...unets.flatMap((unet, i) => maskWarnings(unet, architectures[i]!)),
    ],
  };
}

/** Index of the UNet of every call. PNDM makes one call more than steps: the last segment absorbs it. */
function callsByUnet(switching: readonly SwitchSegment[], calls: number): readonly number[] {
  if (switching.length === 0) return Array.from({ length: calls }, () => 0);
  const names = unetsOf(switching);
  const byUnet = switching.flatMap(({ unet, calls }) => Array.from({ length: calls }, () => names.indexOf(unet)));
  if (calls - byUnet.length === 1) byUnet.push(names.indexOf(switching.at(-1)!.unet));
  if (calls !== byUnet.length) {
    throw new StrategyError(
      `switching "${formatSwitching(switching)}": its segments add up to ${byUnet.length} calls, but the run makes ${calls}; change the segments or the number of steps (one more call, as PNDM makes, goes to the last segment)`,
    );
  }
  return byUnet;
}

function modeWarnings(mode: SamplingMode, calls: number): readonly string[] {
  const beyond = mode.kind === 'explicit' ? mode.fullCalls.filter((call) => call >= calls) : [];
  if (beyond.length === 0) return [];
  return [
    `mode ${formatMode(mode)}: this run makes ${calls} calls (0..${calls - 1}), so ${beyond.join(', ')} is ignored`,
  ];
}

/** A mask that no call uses: few steps and a tail of full calls leave nothing to inherit. */
function idleWarnings({ mode }: Strategy, calls: number, unets: readonly PlannedUNet[]): readonly string[] {
  const asked = mode.kind === 'periodic' && mode.period > 1;
  if (!asked || unets.every(({ mask }) => mask.length === 0)) return [];
  return [
    `mode ${formatMode(mode)}: all ${calls} calls of this run are full, so nothing inherits; take more steps, or a mode without a tail such as P${mode.period}`,
  ];
}

/** Presets are written for SD's shape: what of one this UNet lacks, where the mask is that preset's on this UNet. */
function presetWarnings(strategy: Strategy | null, unet: PlannedUNet, architecture: Architecture): readonly string[] {
  const preset = PRESETS.find(({ id }) => id === strategy?.name);
  if (!preset) return [];
  const { inherited, leftOut } = resolvePreset(preset, architecture);
  const isPreset = inherited.join() === unet.mask.join(); // both in path order
  return isPreset && leftOut.length > 0
    ? [`${nameOf(unet)} has no ${leftOut.join(', ')}: left out of ${preset.id}`]
    : [];
}

function maskWarnings(unet: PlannedUNet, architecture: Architecture): readonly string[] {
  const { mask, leftOut } = unet;
  return [
    ...(leftOut.length > 0 ? [leftOutWarning(unet)] : []),
    ...(mask.length > 0 && mask.length === allUnitsOf(architecture).length
      ? [`${nameOf(unet)} computes none of its units on an inherit step: the mask covers them all`]
      : []),
  ];
}

/** A plan's warning of the units that a UNet lacks, for who shows them otherwise. */
export function leftOutWarning(unet: PlannedUNet): string {
  return `${nameOf(unet)} has no ${unet.leftOut.join(', ')}: left out of the mask`;
}

function nameOf({ name }: PlannedUNet): string {
  return name === null ? 'this UNet' : `UNet ${name}`;
}
