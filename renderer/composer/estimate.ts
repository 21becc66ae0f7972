/** What a composition costs on paper, from the cost of each unit; quick enough to follow a drag. */
import type { Architecture, UnitId } from '../../native-models/strategy/architecture.ts';
import { idealSpeedup } from '../../native-models/strategy/cost.ts';
import { planRun, type Plan } from '../../native-models/strategy/plan.ts';
import type { ModelCost } from '../../preload/contract/model.ts';
import { type Composition, strategyOf } from './composition.ts';

export interface InheritCost {
  readonly macShare: number;
  /** In f32, of one guidance half. */
  readonly cacheBytes: number;
}

export interface Estimate {
  readonly plan: Plan;
  /** c: share of a full step's MACs that an inherit step costs. */
  readonly inheritShare: number;
  /** In f32, of all guidance halves. */
  readonly cacheBytes: number;
  readonly idealSpeedup: number;
}

export interface Costing {
  readonly architecture: Architecture;
  readonly calls: number;
  readonly cost: ModelCost;
  /** The host's count on the pruned graph, which boundary semantics needs; null: units are added up. */
  readonly counted: InheritCost | null;
  readonly guidanceScale: number;
}

export function estimate(composition: Composition, costing: Costing): Estimate {
  const { architecture, calls, cost, guidanceScale } = costing;
  const plan = planRun(strategyOf(composition, 'draft'), calls, [architecture]);
  const mask = plan.unets[0]!.mask;
  const counted = costing.counted ?? addUp(cost, mask);
  const inheritShare = mask.length === 0 ? 1 : counted.macShare;
  // Guidance at 1 or below runs the conditional half alone.
  const halves = guidanceScale > 1 ? 2 : 1;
  return {
    plan,
    inheritShare,
    cacheBytes: counted.cacheBytes * halves,
    idealSpeedup: idealSpeedup(plan, [{ fullMacs: cost.macs, inheritShare }]),
  };
}

/** Residual semantics: an inherit step saves exactly the inherited units. */
export function addUp(cost: ModelCost, mask: readonly UnitId[]): InheritCost {
  const inherits = new Set<string>(mask);
  const inherited = cost.units.filter(({ id }) => inherits.has(id));
  const saved = inherited.reduce((sum, { macs }) => sum + macs, 0);
  return {
    macShare: 1 - saved / cost.macs,
    cacheBytes: inherited.reduce((sum, { outputBytes }) => sum + outputBytes, 0),
  };
}
