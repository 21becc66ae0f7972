/** The plan of a mask and a sampling mode (A-SDM, Fig. 11): inherit steps take the features of the last full step. */
import { assemblePlan, type Decision, type RunToPlan } from './assemble-plan.ts';
import { applyTo } from './mask.ts';
import type { Plan, PlannedUNet } from './plan.ts';
import { warningsOf } from './plan-warnings.ts';
import { fullCallsOf } from './sampling-mode.ts';
import type { MaskStrategy } from './strategy.ts';
import { unetsByCall } from './switching.ts';

/** @param strategy null: every call full. */
export function planMask(strategy: MaskStrategy | null, run: RunToPlan): Plan {
  const unets = run.architectures.map((architecture, i): PlannedUNet => {
    const { units: mask, leftOut } = applyTo(architecture, strategy?.inherit ?? []);
    return { name: run.names[i]!, mask, leftOut };
  });
  const unetOfCall = unetsByCall(strategy?.switching ?? [], run.calls);
  const full = new Set(strategy ? fullCallsOf(strategy.mode, run.calls) : []);
  // Features never cross from one UNet to another, nor survive a switch and back: each stretch on a UNet starts afresh.
  const starts = (call: number) => call === 0 || unetOfCall[call] !== unetOfCall[call - 1];
  let lastFull = 0;
  const decisions = unetOfCall.map((unet, call): Decision => {
    const { mask } = unets[unet]!;
    const inherits = strategy !== null && !full.has(call) && !starts(call) && mask.length > 0;
    if (!inherits) lastFull = call;
    const source = [{ call: lastFull, weight: 1 }];
    return { unet, inherits: inherits ? [{ units: mask, source }] : [], guidance: 'computed' };
  });
  const semantics = strategy?.semantics ?? 'residual';
  const idle = decisions.every((decision) => 'inherits' in decision && decision.inherits.length === 0);
  return {
    ...assemblePlan(decisions, run, semantics),
    unets,
    semantics,
    warnings: strategy ? warningsOf(strategy, run, unets, idle) : [],
  };
}
