import { kindsOf, type Plan } from '../../../native-models/strategy/plan.ts';

/** `call 12 · inherit step`, with its UNet where several take turns; `null` past the end of the run. */
export function callInWords(plan: Plan, index: number): string | null {
  const { calls, unets } = plan;
  const call = calls[index];
  if (!call) return null;
  const step = `call ${index} · ${kindsOf(plan)[index]} step`;
  if (unets.length === 1) return step;
  const takesOver = index > 0 && calls[index - 1]!.unet !== call.unet;
  return `${step} of ${unets[call.unet]!.name}${takesOver ? ', full because it takes over' : ''}`;
}
