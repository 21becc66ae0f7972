/** The axis of a grid that was made, as a person would have set it up. */
import { formatMode } from '../../../native-models/strategy/sampling-mode.ts';
import type { GridAxis } from '../../../preload/contract/grid.ts';
import type { AxisSetup } from './axis-setup.ts';

export function setupOfAxis(axis: GridAxis): AxisSetup {
  switch (axis.kind) {
    case 'strategy':
      return {
        kind: 'strategy',
        baseline: axis.values.includes(null),
        masks: [],
        modes: ['P5+'],
        semantics: ['residual'],
        given: axis.values.filter((value) => value !== null),
      };
    case 'mode':
      return { kind: 'mode', text: axis.values.map((mode) => formatMode(mode)).join(', ') };
    case 'prompt':
      return { kind: 'prompt', text: axis.values.map((prompt) => prompt.replaceAll(/\s+/g, ' ')).join('\n') };
    case 'seed':
    case 'steps':
    case 'guidanceScale':
      return { kind: axis.kind, text: axis.values.join(', ') };
    case 'size':
      return { kind: 'size', text: axis.values.map(({ width, height }) => `${width}x${height}`).join(', ') };
    case 'semantics':
    case 'precision':
    case 'scheduler':
    case 'modelId':
      return { kind: axis.kind, chosen: axis.values };
  }
}
