/** Painting the timeline: whatever was painted, the mode becomes the explicit list of full calls. */
import type { StepKind } from '../../native-models/vocabulary.ts';
import { explicitMode, fullCallsOf } from '../../native-models/strategy/sampling-mode.ts';
import type { SamplingMode } from '../../native-models/strategy/strategy.ts';

export interface CallStroke {
  readonly step: StepKind;
  readonly from: number;
  readonly to: number;
}

export function startCallStroke(mode: SamplingMode, calls: number, call: number): CallStroke {
  const full = fullCallsOf(mode, calls).includes(call);
  return { step: full ? 'inherit' : 'full', from: call, to: call };
}

export function applyCallStroke(mode: SamplingMode, calls: number, stroke: CallStroke | null): SamplingMode {
  if (!stroke) return mode;
  const [first, last] = [Math.min(stroke.from, stroke.to), Math.max(stroke.from, stroke.to)];
  const painted = (call: number) => call >= first && call <= last;
  const full = fullCallsOf(mode, calls);
  const next = Array.from({ length: calls }, (_, call) => call).filter(
    // The first call of a run is always full, however it is painted.
    (call) => call === 0 || (painted(call) ? stroke.step === 'full' : full.includes(call)),
  );
  return next.join() === full.join() ? mode : explicitMode(next);
}

export function titleOfCallStroke({ step, from, to }: CallStroke): string {
  const verb = step === 'full' ? 'Full' : 'Inherit';
  return from === to ? `${verb} call ${from}` : `${verb} calls ${Math.min(from, to)} to ${Math.max(from, to)}`;
}
