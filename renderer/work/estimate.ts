/** What a composition costs on paper, from the cost of each unit; quick enough to follow a drag. */
import type { Semantics } from '../../native-models/vocabulary.ts';
import type { Architecture, UnitId } from '../../native-models/strategy/architecture.ts';
import { costsOf, idealSpeedup } from '../../native-models/strategy/cost.ts';
import { kindsOf, planRun, type Plan } from '../../native-models/strategy/plan.ts';
import type { Model, ModelCost } from '../../preload/contract/model.ts';
import { type Composition, strategyOf } from './composition.ts';

export interface InheritCost {
  readonly macShare: number;
  /** In f32, of one guidance half. */
  readonly cacheBytes: number;
}

/** A UNet of the run as the estimate needs it. */
export interface CostedUNet {
  readonly name: string;
  readonly architecture: Architecture;
  readonly cost: ModelCost;
  /** The host's count on the pruned graph, which boundary semantics needs; null: units are added up. */
  readonly counted: InheritCost | null;
}

/** What one UNet of the run does in it. */
export interface Turn {
  readonly name: string;
  /** MACs of a full call, as a share of one of the run's own UNet. */
  readonly fullShare: number;
  /** c: share of this UNet's full step that its inherit step costs. */
  readonly inheritShare: number;
  readonly fullCalls: number;
  readonly inheritCalls: number;
  /** Units of the mask that this UNet lacks. */
  readonly leftOut: readonly UnitId[];
}

export interface Estimate {
  readonly plan: Plan;
  /** One for each UNet, in the plan's order; the run's own alone where nothing switches. */
  readonly turns: readonly Turn[];
  /** Of the run's own UNet, or of the first that takes turns where its own makes no call. */
  readonly inheritShare: number;
  /** In f32, of all guidance halves; of the UNet with the larger one, since only one is kept at a time. */
  readonly cacheBytes: number;
  /** Against the same number of calls made in full by the run's own UNet. */
  readonly idealSpeedup: number;
}

/** What the host has counted so far: on the run's own UNet, and on the others' by the id of their model. */
export interface KnownCosts {
  readonly cost: ModelCost | null;
  /** Under boundary semantics; may be of other semantics' time. */
  readonly counted: InheritCost | null;
  readonly others: ReadonlyMap<string, Pick<CostedUNet, 'cost' | 'counted'>>;
}

export interface Costing {
  /** In the order of `unetsOf(switching)`; the run's own alone where nothing switches. */
  readonly unets: readonly CostedUNet[];
  /** MACs of a full call of the run's own UNet. */
  readonly ownMacs: number;
  readonly calls: number;
  readonly guidanceScale: number;
}

interface Counted {
  readonly model: Model;
  readonly architecture: Architecture;
  readonly models: readonly Model[];
  readonly facts: KnownCosts;
  /** Of the UNets that take turns, by the id of their model; empty: the run's own throughout. */
  readonly names: ReadonlyMap<string, string>;
  readonly semantics: Semantics;
}

/** Every UNet of the run with its cost; null until each is here. */
export function costedUNets({
  model,
  architecture,
  models,
  facts,
  names,
  semantics,
}: Counted): readonly CostedUNet[] | null {
  if (!facts.cost) return null;
  const counted = semantics === 'boundary' ? facts.counted : null;
  const own: CostedUNet = { name: model.name, architecture, cost: facts.cost, counted };
  if (names.size === 0) return [own];
  const costed = [...names].map(([id, name]): CostedUNet | null => {
    if (id === model.id) return own;
    const shape = models.find((each) => each.id === id)?.architecture as Architecture | null | undefined;
    const known = facts.others.get(id);
    return shape && known ? { name, architecture: shape, ...known } : null;
  });
  return costed.every((each) => each !== null) ? costed : null;
}

/** Pure: the plan of the run, and what it costs against the same calls made in full by the run's own UNet. */
export function estimate(composition: Composition, { unets, ownMacs, calls, guidanceScale }: Costing): Estimate {
  const architectures = unets.map(({ architecture }) => architecture);
  const strategy = strategyOf(composition, 'draft');
  const plan = planRun(strategy, calls, strategy ? architectures : architectures.slice(0, 1));
  const counts = plan.unets.map(({ mask }, i) => {
    const { cost, counted } = unets[i]!;
    const { macShare, cacheBytes } = counted ?? addUp(cost, mask);
    return { fullMacs: cost.macs, inheritShare: mask.length === 0 ? 1 : macShare, cacheBytes };
  });
  const kinds = kindsOf(plan);
  const turns = plan.unets.map(({ leftOut }, i): Turn => {
    const made = plan.calls.filter(({ unet }) => unet === i);
    const fullCalls = made.filter(({ call }) => kinds[call] === 'full').length;
    const { fullMacs, inheritShare } = counts[i]!;
    const inheritCalls = made.length - fullCalls;
    return { name: unets[i]!.name, fullShare: fullMacs / ownMacs, inheritShare, fullCalls, inheritCalls, leftOut };
  });
  // Guidance at 1 or below runs the conditional half alone.
  const halves = guidanceScale > 1 ? 2 : 1;
  return {
    plan,
    turns,
    inheritShare: (turns.find(({ fullShare }) => fullShare === 1) ?? turns[0]!).inheritShare,
    cacheBytes: Math.max(...counts.map(({ cacheBytes }) => cacheBytes)) * halves,
    idealSpeedup: idealSpeedup(
      plan,
      costsOf(
        plan,
        counts.map(({ fullMacs }) => fullMacs),
        ({ unet }) => counts[unet]!.inheritShare,
      ),
      ownMacs,
    ),
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
