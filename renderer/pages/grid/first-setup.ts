/** What an axis varies before anybody said otherwise. */
import { LIMITS, PRECISIONS, SEMANTICS } from '../../../native-models/vocabulary.ts';
import type { Draft } from '../../work/draft.ts';
import type { AxisKind, AxisSetup, StrategySetup } from './axis-setup.ts';

const STRATEGIES: StrategySetup = {
  kind: 'strategy',
  baseline: true,
  masks: ['CO6', 'CO3', 'EX3'],
  modes: ['P5+'],
  semantics: ['residual'],
};

/** What can be varied, the likeliest wishes first. */
export const AXIS_KINDS: readonly AxisKind[] = [
  'strategy',
  'seed',
  'prompt',
  'mode',
  'steps',
  'guidanceScale',
  'scheduler',
  'semantics',
  'precision',
  'modelId',
  'size',
];

/** The question most people come with: which preset, and does it hold for other seeds? */
export const FIRST_SETUP: readonly AxisSetup[] = [STRATEGIES, { kind: 'seed', text: '1-3' }];

/** The present setting, with others around it where there is a sensible choice. */
export function setupFor(kind: AxisKind, draft: Draft): AxisSetup {
  switch (kind) {
    case 'strategy':
      return STRATEGIES;
    case 'mode':
      return { kind, text: 'P2+, P5+, P10' };
    case 'semantics':
      return { kind, chosen: SEMANTICS };
    case 'precision':
      return { kind, chosen: PRECISIONS };
    case 'prompt':
      return { kind, text: draft.prompt };
    case 'seed':
      return { kind, text: `${draft.seed}-${draft.seed + 2}` };
    case 'steps':
      return { kind, text: `${Math.max(1, Math.round(draft.steps / 2))}, ${draft.steps}` };
    case 'guidanceScale':
      return { kind, text: `${draft.guidanceScale}, ${Math.min(LIMITS.guidanceScale.max, draft.guidanceScale + 2)}` };
    case 'scheduler':
      return { kind, chosen: [...new Set([draft.scheduler, 'ddim', 'dpmpp-2m'])] };
    case 'modelId':
      return { kind, chosen: draft.modelId ? [draft.modelId] : [] };
    case 'size':
      return { kind, text: `${draft.width}x${draft.height}` };
  }
}
