import { expect, test } from 'vitest';
import type { GridAxis } from '../../../preload/contract/grid.ts';
import { axisOf, type Context } from './axis-setup.ts';
import { setupOfAxis } from './setup-of-axis.ts';

const context: Context = {
  architecture: null,
  composed: [],
  saved: [],
  models: [
    { id: 'm1', name: 'SD 1.5' },
    { id: 'm2', name: 'SD 2.1' },
  ],
  kinds: new Set(),
  unit: 8,
};
const strategy = (name: string, mode: object, semantics: 'residual' | 'boundary' = 'residual') =>
  ({ name, inherit: ['up0.0.res'], mode, semantics, switching: [{ unet: 'full', calls: 3 }] }) as never;

test.each<GridAxis>([
  {
    kind: 'strategy',
    values: [
      null,
      strategy('CO6', { kind: 'periodic', period: 5, tail: 10 }),
      strategy('mine', { kind: 'explicit', fullCalls: [0, 9] }, 'boundary'),
    ],
  },
  {
    kind: 'mode',
    values: [
      { kind: 'periodic', period: 2, tail: 10 },
      { kind: 'explicit', fullCalls: [0, 7, 13] },
      { kind: 'periodic', period: 5, tail: 0 },
    ],
  },
  { kind: 'semantics', values: ['residual', 'boundary'] },
  { kind: 'precision', values: ['float32', 'int8'] },
  { kind: 'prompt', values: ['a fox, in the snow', 'a hare'] },
  { kind: 'seed', values: [4127, 2 ** 40] },
  { kind: 'steps', values: [20, 50] },
  { kind: 'guidanceScale', values: [1, 7.5] },
  { kind: 'scheduler', values: ['ddim', 'dpmpp-2m'] },
  { kind: 'modelId', values: ['m2', 'm1'] },
  {
    kind: 'size',
    values: [
      { width: 512, height: 512 },
      { width: 768, height: 512 },
    ],
  },
])('an axis that is set up again gives the values that it had: $kind', (axis) => {
  expect(axisOf(setupOfAxis(axis), context)).toEqual({ ...axis, problem: null });
});
