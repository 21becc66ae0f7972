import { kindsOf, type Plan } from '../../native-models/strategy/plan.ts';
import type { Source } from '../../native-models/strategy/strategy.ts';

/** What a call of a program takes from earlier ones: `35 units from call 5, guidance of call 5`; '' where nothing. */
export function sourcesInWords({ calls }: Plan, index: number): string {
  const call = calls[index];
  if (!call) return '';
  if (call.form === null) return `output of ${sumInWords(call.output)}`;
  const reads = call.reads.map(({ features, source }) => {
    const units = features.filter((name) => name.startsWith('F:')).length;
    return `${units} unit${units === 1 ? '' : 's'} from ${sumInWords(source)}`;
  });
  const guidance = call.guidance === 'computed' ? [] : [`guidance of ${sumInWords(call.guidance)}`];
  const guard = call.otherwise ? [`in full where the input changed by more than ${call.otherwise.guard.above}`] : [];
  return [...reads, ...guidance, ...guard].join(', ');
}

/** `call 5`, `1.2 x call 5 - 0.2 x call 0` */
function sumInWords(source: Source): string {
  const [first] = source;
  if (source.length === 1 && first!.weight === 1) return `call ${first!.call}`;
  const term = ({ call, weight }: Source[number]) => `${Number(Math.abs(weight).toFixed(3))} x call ${call}`;
  return source
    .map(
      (each, i) =>
        `${i === 0 ? '' : each.weight < 0 ? ' - ' : ' + '}${i === 0 && each.weight < 0 ? '-' : ''}${term(each)}`,
    )
    .join('');
}

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
