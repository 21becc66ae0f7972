/** What was measured, in a few lines for a terminal. */
import type { GpuResults } from './results.ts';

/** Letters of an error: the whole stands in gpu.json. */
const MOST_WORDS = 400;

export function summary(results: GpuResults): string {
  const { card, vulkan, selfTests, measured, memory, agreement, kernels, missing, phases } = results;
  const device = vulkan.at(-1);
  return [
    '',
    `card: ${card ? `${card.name}, driver ${card.driver}` : 'none that nvidia-smi knows'}`,
    `Vulkan: ${device?.devices?.map(({ name, type }) => `${name} (${type})`).join(', ') ?? device?.error ?? 'not tried'}`,
    ...selfTests.map(({ precision, found, failed }) =>
      [`self-test ${precision}: ${found ? found.precision : failed}`, ...(found?.notes ?? [])].join('; '),
    ),
    ...measured.map(({ group, contender, row, seconds, firstSeconds }) =>
      [
        `${group}: ${contender}: ${row}`.padEnd(60),
        milliseconds(seconds.median),
        `[${seconds.quartiles.map(milliseconds).join(', ')}] of ${seconds.count}, first ${firstSeconds.toFixed(1)} s`,
      ].join(' '),
    ),
    ...memory
      .filter(({ bytes }) => bytes > 0)
      .map(({ contender, row, bytes }) => `memory: ${contender}: ${row}: ${Math.round(bytes / 2 ** 20)} MiB`),
    ...agreement.map(
      ({ what, against, relative, mostApart }) =>
        `apart: ${what} / ${against}: ${relative.toExponential(1)} (${mostApart.toExponential(1)})`,
    ),
    ...kernels.map(
      (each) => `kernel: ${each.contender}: ${each.kernel} ${each.count}x ${each.milliseconds.toFixed(2)} ms`,
    ),
    ...[...Map.groupBy(missing, ({ reason }) => reason)].map(
      ([reason, rows]) =>
        `missing: ${rows.map(({ group, row }) => `${group}: ${row}`).join(', ')}: ${reason.slice(0, MOST_WORDS)}`,
    ),
    ...phases
      .filter(({ failed }) => failed)
      .map(({ phase, failed }) => `failed: ${phase}: ${failed!.slice(0, MOST_WORDS)}`),
  ].join('\n');
}

const milliseconds = (seconds: number): string => `${(seconds * 1000).toFixed(1)} ms`;
