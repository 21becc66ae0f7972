/** The plan of a program: each call as its rule says, checked to take nothing from a call that does not have it. */
import { StrategyError } from '../errors.ts';
import type { UnitId } from './architecture.ts';
import { assemblePlan, type Decision, type RunToPlan } from './assemble-plan.ts';
import { type AppliedMask, applyTo, intersect, union } from './mask.ts';
import type { Plan, PlannedUNet } from './plan.ts';
import { leftOutWarning } from './plan-warnings.ts';
import type { CallRule, ProgramStrategy, Source } from './strategy.ts';
import { unetsByCall } from './switching.ts';

type ComputedRule = Exclude<CallRule, { readonly output: Source }>;
type Inherited = Extract<Decision, { readonly guidance: unknown }>['inherits'][number];

/** @throws StrategyError naming the call and what is wrong with its rule. */
export function planProgram(strategy: ProgramStrategy, run: RunToPlan): Plan {
  const rules = rulesFor(strategy, run.calls);
  const unetOfCall = unetsByCall(strategy.switching, run.calls);
  const masks = run.architectures.map(
    (architecture) =>
      new Map(Object.entries(strategy.masks).map(([name, mask]) => [name, applyTo(architecture, mask)] as const)),
  );
  const planned = new ProgramCalls(strategy, unetOfCall, masks);
  const decisions = rules.map((rule, call) => planned.decide(rule, call));
  assertGuardsAlone(strategy, decisions);
  const unets = run.architectures.map((architecture, i): PlannedUNet => {
    const used = decisions.flatMap((decision) =>
      decision.unet === i && 'inherits' in decision ? decision.inherits.flatMap(({ units }) => units) : [],
    );
    const leftOut = [...masks[i]!.values()].reduce<readonly UnitId[]>((all, mask) => union(all, mask.leftOut), []);
    return { name: run.names[i]!, mask: applyTo(architecture, used).units, leftOut };
  });
  const asked = new Set(
    rules.flatMap((rule) => ('output' in rule ? [] : (rule.inherit ?? []).map(({ mask }) => mask))),
  );
  const unused = Object.keys(strategy.masks).filter((name) => !asked.has(name));
  return {
    ...assemblePlan(decisions, run, strategy.semantics),
    unets,
    semantics: strategy.semantics,
    warnings: [
      ...unets.filter(({ leftOut }) => leftOut.length > 0).map(leftOutWarning),
      ...(unused.length > 0 ? [`program "${strategy.name}": no call names its mask ${unused.join(', ')}`] : []),
    ],
  };
}

/** PNDM makes one call more than steps: the last rule holds for it too, as a last segment of switching does. */
function rulesFor({ name, calls: rules }: ProgramStrategy, calls: number): readonly CallRule[] {
  if (rules.length === calls) return rules;
  if (rules.length + 1 === calls) return [...rules, rules.at(-1)!];
  throw new StrategyError(
    `program "${name}": it says what ${rules.length} calls do, but the run makes ${calls}; change the calls or the number of steps (one more call, as PNDM makes, does as the last one)`,
  );
}

/** Decides call by call, and remembers what each has computed. */
class ProgramCalls {
  readonly #strategy: ProgramStrategy;
  readonly #unetOfCall: readonly number[];
  readonly #masks: readonly ReadonlyMap<string, AppliedMask>[];
  readonly #decided: Decision[] = [];

  constructor(
    strategy: ProgramStrategy,
    unetOfCall: readonly number[],
    masks: readonly ReadonlyMap<string, AppliedMask>[],
  ) {
    this.#strategy = strategy;
    this.#unetOfCall = unetOfCall;
    this.#masks = masks;
  }

  decide(rule: CallRule, call: number): Decision {
    const unet = this.#unetOfCall[call]!;
    const decision: Decision = 'output' in rule ? this.#skip(rule.output, call, unet) : this.#compute(rule, call, unet);
    this.#decided.push(decision);
    return decision;
  }

  #skip(output: Source, call: number, unet: number): Decision {
    for (const { call: from } of output) this.#assertEarlier(from, call, 'the output');
    return { unet, output };
  }

  #compute(rule: ComputedRule, call: number, unet: number): Decision {
    const { guidance = 'computed', guard } = rule;
    if (guidance !== 'computed') {
      for (const { call: from } of guidance) {
        this.#assertEarlier(from, call, 'the guidance');
        if (!computesBothHalves(this.#decided[from]!)) {
          this.#fail(
            call,
            `it takes the guidance of call ${from}, which computes none; name a call that computes both halves`,
          );
        }
      }
    }
    const both = guidance === 'computed';
    const inherits: Inherited[] = [];
    for (const { mask: name, from } of rule.inherit ?? []) {
      const mask = this.#masks[unet]!.get(name);
      if (!mask)
        this.#fail(
          call,
          `there is no mask "${name}"; the masks are ${Object.keys(this.#strategy.masks).join(', ') || 'none'}`,
        );
      const { units } = mask;
      const twice = intersect(
        units,
        inherits.flatMap((other) => other.units),
      );
      if (twice.length > 0)
        this.#fail(call, `${twice.join(', ')} inherits twice; let its masks have no unit in common`);
      if (units.length === 0) continue; // none of them on this UNet: said in a warning
      const source = from ?? [{ call: this.#lastWith(name, units, call, both), weight: 1 }];
      for (const term of source) {
        this.#assertEarlier(term.call, call, `mask "${name}"`);
        const problem = this.#cannotGive(term.call, units, unet, both);
        if (problem) this.#fail(call, `mask "${name}" inherits from call ${term.call}, ${problem}`);
      }
      inherits.push({ units, source });
    }
    if (guard && inherits.some(({ source }) => source.length > 1 || source[0]!.weight !== 1)) {
      this.#fail(
        call,
        'a guard refreshes what one call left; it cannot stand beside a sum of several, or a weight other than 1',
      );
    }
    if (guard && inherits.length === 0) this.#fail(call, 'its guard has nothing to guard: the call inherits nothing');
    return { unet, inherits, guidance, ...(guard ? { guard } : {}) };
  }

  /** The last call before `call`, on its stretch of its UNet, that has all of `units`. */
  #lastWith(name: string, units: readonly UnitId[], call: number, both: boolean): number {
    const unet = this.#unetOfCall[call]!;
    for (let from = call - 1; from >= 0 && this.#unetOfCall[from] === unet; from -= 1) {
      if (this.#cannotGive(from, units, unet, both) === null) return from;
    }
    this.#fail(call, `no earlier call computed all of mask "${name}"; compute it first`);
  }

  /** Why `from` cannot give the features of `units`; null where it can. */
  #cannotGive(from: number, units: readonly UnitId[], unet: number, both: boolean): string | null {
    const decision = this.#decided[from]!;
    if (decision.unet !== unet) return 'which is on another UNet; features never cross';
    if ('output' in decision) return 'which computes nothing';
    if (both && decision.guidance !== 'computed') return 'which computes one half only, and this call both';
    const inherited = decision.inherits.flatMap((other) => other.units);
    if (this.#strategy.semantics === 'boundary' && inherited.length > 0) {
      return 'which inherits itself; with boundary semantics only a call that computes everything can be inherited from';
    }
    const missing = intersect(units, inherited);
    return missing.length > 0 ? `which inherits ${missing.join(', ')} itself; name the call that computed it` : null;
  }

  #assertEarlier(from: number, call: number, what: string): void {
    if (from >= call) this.#fail(call, `${what} is taken from call ${from}, which is not earlier`);
  }

  #fail(call: number, problem: string): never {
    throw new StrategyError(`program "${this.#strategy.name}", call ${call}: ${problem}`);
  }
}

function computesBothHalves(decision: Decision): boolean {
  return 'guidance' in decision && decision.guidance === 'computed';
}

/** A guard that trips replaces what an earlier call left: sums of several calls would mix the old with the new. */
function assertGuardsAlone({ name }: ProgramStrategy, decisions: readonly Decision[]): void {
  const guarded = new Set(
    decisions.flatMap((decision) =>
      'guard' in decision && decision.guard
        ? decision.inherits.flatMap(({ source }) => source.map((term) => term.call))
        : [],
    ),
  );
  decisions.forEach((decision, call) => {
    if (!('inherits' in decision)) return;
    for (const { source } of decision.inherits) {
      const mixed =
        source.length > 1 || source[0]!.weight !== 1 ? source.find((term) => guarded.has(term.call)) : undefined;
      if (mixed) {
        throw new StrategyError(
          `program "${name}", call ${call}: it sums what call ${mixed.call} left, which a guard may refresh; leave out the guard or the sum`,
        );
      }
    }
  });
}
