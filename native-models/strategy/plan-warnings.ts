/** What a person should know of a plan before it runs: what has no effect, and why. */
import { type Architecture, unitsOf } from './architecture.ts';
import { nameOf, type RunToPlan } from './assemble-plan.ts';
import type { PlannedUNet } from './plan.ts';
import { PRESETS, resolvePreset } from './presets.ts';
import { formatMode } from './sampling-mode.ts';
import type { MaskStrategy, SamplingMode } from './strategy.ts';

/** @param idle whether no call of the plan inherits anything. */
export function warningsOf(
  strategy: MaskStrategy,
  { calls, architectures }: RunToPlan,
  unets: readonly PlannedUNet[],
  idle: boolean,
): readonly string[] {
  return [
    ...modeWarnings(strategy.mode, calls),
    ...(idle ? idleWarnings(strategy, calls, unets) : []),
    ...unets.flatMap((unet, i) => presetWarnings(strategy, unet, architectures[i]!)),
    ...unets.flatMap((unet, i) => maskWarnings(unet, architectures[i]!)),
  ];
}

function modeWarnings(mode: SamplingMode, calls: number): readonly string[] {
  const beyond = mode.kind === 'explicit' ? mode.fullCalls.filter((call) => call >= calls) : [];
  if (beyond.length === 0) return [];
  const what =
    beyond.length === 1
      ? '1 that was chosen to be full comes after its end and changes nothing'
      : `${beyond.length} that were chosen to be full come after its end and change nothing`;
  return [`this run makes ${calls} calls: ${what}`];
}

/** A mask that no call uses: few steps and a tail of full calls leave nothing to inherit. */
function idleWarnings({ mode }: MaskStrategy, calls: number, unets: readonly PlannedUNet[]): readonly string[] {
  const asked = mode.kind === 'periodic' && mode.period > 1;
  if (!asked || unets.every(({ mask }) => mask.length === 0)) return [];
  return [
    `mode ${formatMode(mode)}: all ${calls} calls of this run are full, so nothing inherits; take more steps, or a mode without a tail such as P${mode.period}`,
  ];
}

/** Presets are written for SD's shape: what of one this UNet lacks, where the mask is that preset's on this UNet. */
function presetWarnings(strategy: MaskStrategy, unet: PlannedUNet, architecture: Architecture): readonly string[] {
  const preset = PRESETS.find(({ id }) => id === strategy.name);
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
    ...(mask.length > 0 && mask.length === unitsOf(architecture).length
      ? [`${nameOf(unet)} computes none of its units on an inherit step: the mask covers them all`]
      : []),
  ];
}

/** A plan's warning of the units that a UNet lacks, for who shows them otherwise. */
export function leftOutWarning(unet: PlannedUNet): string {
  return `${nameOf(unet)} has no ${unet.leftOut.join(', ')}: left out of the mask`;
}
