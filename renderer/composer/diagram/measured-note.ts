/** Measured overlays in words: what the numbers are, and under which conditions they were taken. */
import type { Calibration } from '../../../preload/contract/model.ts';
import type { MeasuredOverlay } from '../state/overlay.ts';

const LEGENDS: { readonly [K in MeasuredOverlay]: (call: number | null) => string } = {
  change: (call) =>
    call === null
      ? 'How much F of each unit changes from one call to the next, mean of a run. Little change is why inheriting works. Point at a call to see its own.'
      : call === 0
        ? 'There is nothing before call 0 that F could differ from.'
        : `How much F of each unit changed from call ${call - 1} to call ${call}.`,
  milliseconds: () =>
    'Milliseconds of a full call in each unit: the quickest of a run, which other work on the machine slowed least.',
};

export function legendOf(overlay: MeasuredOverlay, call: number | null): string {
  return LEGENDS[overlay](call);
}

interface Conditions {
  readonly width: number;
  readonly height: number;
  readonly calls: number;
}

const WHEN = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** `Measured 20 Nov 2025, 10:00 on 512x512, 51 calls.`, and where the run on screen differs. */
export function conditionsInWords({ created, width, height, calls }: Calibration, now: Conditions): string {
  const measured = `Measured ${WHEN.format(new Date(created))} at ${width}x${height} in ${calls} calls.`;
  const differing = [
    ...(now.width !== width || now.height !== height ? [`is ${now.width}x${now.height}`] : []),
    ...(now.calls !== calls ? [`makes ${now.calls} calls`] : []),
  ];
  return differing.length > 0 ? `${measured} The next run ${differing.join(' and ')}.` : measured;
}
