/** The text of docs/performance.md about a graphics card, made from what was measured. */
import { describeMachine } from '../machine.ts';
import { table } from '../record.ts';
import type { GpuResults, Measured } from './results.ts';

const MIB = 2 ** 20;

export function report(results: GpuResults): string {
  return [
    machine(results),
    'A call is both guidance halves of one picture, 512x512. Times are of one call, a period of five (one full, four that inherit), or ' +
      'what the row says; "first" is with loading and the compiling of kernels.',
    ...groups(results.measured),
    memory(results),
    agreement(results),
    kernels(results),
    selfTests(results),
    missing(results),
  ]
    .filter(Boolean)
    .join('\n\n');
}

function machine({ card, machine, versions, commit, vulkan }: GpuResults): string {
  const driver = vulkan.at(-1)?.devices?.map(({ name }) => name);
  return [
    `${card ? `${card.name}, driver ${card.driver}` : 'no card'}; ${describeMachine(machine)}.`,
    `Peers: ${Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}.`,
    driver ? `WebGPU is onnxruntime's, on Vulkan (${driver.join(', ')}).` : '',
    commit ? `Heirloom at ${commit}.` : '',
  ]
    .filter(Boolean)
    .join(' ');
}

function groups(measured: readonly Measured[]): readonly string[] {
  return [...Map.groupBy(measured, ({ group }) => group)].map(([group, rows]) => {
    const lines = rows.map(({ contender, row, seconds, firstSeconds }) => [
      contender,
      row,
      milliseconds(seconds.median),
      seconds.quartiles.map(milliseconds).join(' to '),
      String(seconds.count),
      `${firstSeconds.toFixed(1)} s`,
    ]);
    return `### On a card: ${group}\n\n${table(['who', 'what', 'median', 'middle half', 'times', 'first'], lines)}`;
  });
}

function memory({ memory }: GpuResults): string {
  if (memory.length === 0) return '';
  // A process that was loaded for an earlier group takes nothing more: that is no measurement.
  const lines = memory
    .filter(({ bytes }) => bytes > 0)
    .map(({ contender, row, bytes }) => [contender, row, `${Math.round(bytes / MIB)} MiB`]);
  return `### On a card: the most memory that it held\n\n${table(['who', 'with', 'memory'], lines)}`;
}

function agreement({ agreement }: GpuResults): string {
  if (agreement.length === 0) return '';
  const lines = agreement.map(({ what, against, relative, mostApart }) => [
    what,
    against,
    relative.toExponential(1),
    mostApart.toExponential(1),
  ]);
  const head = ['what', 'against', 'relative (root mean square)', 'most apart'];
  return `### On a card: how far from the same weights elsewhere\n\n${table(head, lines)}`;
}

function kernels({ kernels }: GpuResults): string {
  if (kernels.length === 0) return '';
  const lines = kernels.map(({ contender, kernel, count, milliseconds }) => [
    contender,
    kernel,
    String(count),
    `${milliseconds.toFixed(2)} ms`,
  ]);
  return `### On a card: where a full call's time goes\n\n${table(['who', 'kernels', 'count', 'together'], lines)}`;
}

function selfTests({ selfTests }: GpuResults): string {
  const lines = selfTests.map(({ contender, precision, found, failed }) => [
    contender,
    precision,
    found ? `computes in ${found.precision}` : 'of no use',
    failed ?? (found!.notes.join(' ') || 'nothing to tell'),
  ]);
  return lines.length === 0
    ? ''
    : `### On a card: the self-test\n\n${table(['who', 'asked', 'found', 'notes'], lines)}`;
}

function missing({ missing, phases }: GpuResults): string {
  const lines = [
    ...missing.map(({ group, row, reason }) => [group, row, inCell(reason)]),
    ...phases.flatMap(({ phase, failed }) => (failed === undefined ? [] : [[phase, '', inCell(failed)]])),
  ];
  return lines.length === 0 ? '' : `### On a card: could not be measured\n\n${table(['part', 'row', 'why'], lines)}`;
}

const milliseconds = (seconds: number): string => `${(seconds * 1000).toFixed(1)} ms`;
const inCell = (text: string): string => text.replaceAll(/\s+/g, ' ').slice(0, 300);
