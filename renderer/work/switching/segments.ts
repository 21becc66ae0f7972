/** The UNets of a run by turns: segments that share out its calls. Knows no DOM and no model; every edit keeps the sum. */
import type { SwitchSegment } from '../../../native-models/strategy/strategy.ts';

export type Segments = readonly SwitchSegment[];

/** A segment on the timeline: calls `from` to `to`, which it does not make any more. */
export interface Span {
  readonly unet: string;
  readonly from: number;
  readonly to: number;
}

export function callsIn(segments: Segments): number {
  return segments.reduce((sum, { calls }) => sum + calls, 0);
}

/** As a plan asks for it: PNDM's one call more goes to the last segment. */
export function addUp(segments: Segments, calls: number): boolean {
  const missing = calls - callsIn(segments);
  return segments.length === 0 || missing === 0 || missing === 1;
}

/** Where the segments lie; those that do not add up are drawn stretched, as {@link fit} would make them. */
export function spansOf(segments: Segments, calls: number): readonly Span[] {
  let from = 0;
  const shared = addUp(segments, calls) ? segments : fit(segments, calls);
  return shared.map(({ unet, calls: own }, i) => {
    const to = i === shared.length - 1 ? calls : from + own;
    const span = { unet, from, to };
    from = to;
    return span;
  });
}

/** The same proportions for another number of calls, by largest remainder; each keeps one, and what finds no room goes. */
export function fit(segments: Segments, total: number): Segments {
  const kept = segments.slice(0, Math.max(0, total));
  const spare = total - kept.length;
  const sum = callsIn(kept);
  const shares = kept.map(({ calls }) => (calls / sum) * spare);
  const whole = shares.map(Math.floor);
  const left = spare - whole.reduce((a, b) => a + b, 0);
  const byRemainder = shares.map((share, i) => ({ i, rest: share - whole[i]! })).toSorted((a, b) => b.rest - a.rest);
  const luckier = new Set(byRemainder.slice(0, left).map(({ i }) => i));
  return kept.map(({ unet }, i) => ({ unet, calls: 1 + whole[i]! + (luckier.has(i) ? 1 : 0) }));
}

/** Gives `unet` the second half of the last segment; of the longest where the last cannot be halved. */
export function add(segments: Segments, unet: string): Segments {
  const longest = Math.max(...segments.map(({ calls }) => calls));
  const last = segments.length - 1;
  const at = segments[last]!.calls > 1 ? last : segments.findLastIndex(({ calls }) => calls === longest);
  const { unet: own, calls } = segments[at]!;
  if (calls < 2) return segments;
  const halves = [
    { unet: own, calls: Math.ceil(calls / 2) },
    { unet, calls: Math.floor(calls / 2) },
  ];
  return merged([...segments.slice(0, at), ...halves, ...segments.slice(at + 1)]);
}

/** Moves the border after segment `index` to call `to`, as far as both neighbours keep a call. */
export function moveBorder(segments: Segments, index: number, to: number): Segments {
  const [left, right] = [segments[index], segments[index + 1]];
  if (!left || !right) return segments;
  const from = callsIn(segments.slice(0, index));
  const both = left.calls + right.calls;
  const calls = Math.max(1, Math.min(both - 1, Math.round(to) - from));
  if (calls === left.calls) return segments;
  return segments.toSpliced(index, 2, { ...left, calls }, { ...right, calls: both - calls });
}

/** The neighbour on the right gives or takes; for the last segment the one on the left. */
export function setCalls(segments: Segments, index: number, calls: number): Segments {
  const from = callsIn(segments.slice(0, index));
  if (index < segments.length - 1) return moveBorder(segments, index, from + calls);
  return moveBorder(segments, index - 1, callsIn(segments) - calls);
}

export function setUnet(segments: Segments, index: number, unet: string): Segments {
  return merged(segments.map((segment, i) => (i === index ? { ...segment, unet } : segment)));
}

/** Its calls go to the segment before it, or to the one after the first. */
export function remove(segments: Segments, index: number): Segments {
  const gone = segments[index];
  if (!gone || segments.length === 1) return [];
  const heir = index === 0 ? 1 : index - 1;
  const inherited = segments.map((segment, i) =>
    i === heir ? { ...segment, calls: segment.calls + gone.calls } : segment,
  );
  return merged(inherited.toSpliced(index, 1));
}

/** Every segment of a UNet gone. */
export function without(segments: Segments, unet: string): Segments {
  const at = segments.findIndex((segment) => segment.unet === unet);
  return at < 0 ? segments : without(remove(segments, at), unet);
}

/** Another model takes the place of one, as when the run's own is chosen anew. */
export function recast(segments: Segments, from: string, to: string): Segments {
  return merged(segments.map((segment) => (segment.unet === from ? { ...segment, unet: to } : segment)));
}

/** Neighbours on the same UNet are one segment. */
export function merged(segments: Segments): Segments {
  return segments.reduce<SwitchSegment[]>((made, segment) => {
    const before = made.at(-1);
    if (before?.unet !== segment.unet) return [...made, segment];
    return [...made.slice(0, -1), { ...before, calls: before.calls + segment.calls }];
  }, []);
}

/** One segment of the run's own UNet is no switching at all. */
export function withoutIdle(segments: Segments, own: string): Segments {
  return segments.length === 1 && segments[0]!.unet === own ? [] : segments;
}

export function sameSegments(a: Segments, b: Segments): boolean {
  return a.length === b.length && a.every(({ unet, calls }, i) => unet === b[i]!.unet && calls === b[i]!.calls);
}
