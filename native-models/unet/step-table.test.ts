import { expect, test } from 'vitest';
import type { Graph } from '../graph/graph.ts';
import { size as elements } from '../graph/operators.ts';
import { fullStep, INHERIT_STEPS, operatorsOf } from './sd15-steps.fixture.ts';
import type { Feature } from './step.ts';

const full = fullStep();
const OPERATORS = Object.keys(operatorsOf(full)).toSorted();

/** What a step costs: its operators, the numbers in the weights it reads, and what it reads of the last full step in f32. */
function row(name: string, graph: Graph, features: readonly Feature[]): readonly (string | number)[] {
  const counts = operatorsOf(graph);
  const weights = [...graph.initializers.values()].filter(({ data }) => data.kind === 'absent');
  const sum = (values: readonly { readonly shape: Feature['shape'] }[]) =>
    values.reduce((total, { shape }) => total + elements(shape), 0);
  return [
    name,
    ...OPERATORS.map((op) => counts[op] ?? 0),
    sum(weights),
    features.length,
    sum(features) * Float32Array.BYTES_PER_ELEMENT,
  ];
}

function inColumns(rows: readonly (readonly (string | number)[])[]): readonly string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((cells) => String(cells[column]).length)));
  return rows.map((cells) =>
    cells.map((cell, i) => (i === 0 ? String(cell).padEnd(widths[i]!) : String(cell).padStart(widths[i]!))).join('  '),
  );
}

/**
 * Every step of SD 1.5 in figures, one guidance half at 512x512. When a change to them is meant, renew the table and look at
 * its difference: `npx vitest run native-models/unet/step-table.test.ts -u`.
 */
test('the operators, weights and features of every step are those in step-table.txt', async () => {
  const rows = [
    ['step', ...OPERATORS, 'parameters', 'features', 'bytes'],
    row('full', full, []),
    ...INHERIT_STEPS.map(({ name, graph, features }) => row(name, graph, features)),
  ];
  const read = INHERIT_STEPS.map(({ name, features }) => `${name}: ${features.map(({ name }) => name).join(' ')}`);
  const table = [...inColumns(rows), '', 'Features that an inherit step reads', '', ...read, ''].join('\n');
  await expect(table).toMatchFileSnapshot('step-table.txt');
});
