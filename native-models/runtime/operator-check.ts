import type { DeviceId, FloatType } from '../vocabulary.ts';
import { GraphBuilder } from '../graph/builder.ts';
import type { Graph } from '../graph/graph.ts';
import type { DeviceOptions } from './device.ts';
import { CASE_WEIGHTS, CASES, INPUTS, type OperatorCase } from './self-test-cases.ts';
import type { createSession, Session } from './session.ts';

/** What a check is made with: all but the precision may be left out. */
export type CheckOptions = DeviceOptions & Required<Pick<DeviceOptions, 'precision'>>;

/** An operator that is wrong, or cannot be run. */
export interface Finding {
  readonly of: OperatorCase;
  readonly problem: string;
}

/** A device and its operators, compared with plain loops over doubles. */
export class OperatorCheck {
  readonly #device: DeviceId;
  readonly #open: typeof createSession;

  /** @param open how networks are loaded. */
  constructor(device: DeviceId, open: typeof createSession) {
    this.#device = device;
    this.#open = open;
  }

  /** @throws when no network at all can be loaded. */
  async requireDevice(options: DeviceOptions): Promise<void> {
    await using _ = await this.#session(CASES.slice(0, 1), options);
  }

  /** What is wrong: all cases are tried in one network; where that cannot be run, one by one. */
  async findings(options: CheckOptions, cases: readonly OperatorCase[] = CASES): Promise<readonly Finding[]> {
    try {
      await using session = await this.#session(cases, options);
      const results = await session.run(FEEDS);
      return cases.flatMap((of) => {
        const error = relativeError(results[of.name]!, of.expected(NUMBERS));
        return error <= toleranceOf(of, options.precision) ? [] : [{ of, problem: offBy(error) }];
      });
    } catch (error) {
      const [of] = cases;
      if (of && cases.length === 1) return [{ of, problem: wordsOf(error as Error) }];
    }
    return await oneByOne(cases, (each) => this.findings(options, [each]));
  }

  /** Names of the cases of which something would be computed by the CPU in the device's place. */
  async elsewhere(options: CheckOptions, cases: readonly OperatorCase[] = CASES): Promise<readonly string[]> {
    if (this.#device === 'cpu') return [];
    try {
      await using _ = await this.#session(cases, { ...options, probe: 'device-only' });
      return [];
    } catch {
      if (cases.length === 1) return [cases[0]!.name];
    }
    return await oneByOne(cases, (each) => this.elsewhere(options, [each]));
  }

  async #session(cases: readonly OperatorCase[], options: DeviceOptions): Promise<Session & AsyncDisposable> {
    const session = await this.#open(graphOf(cases), '', this.#device, { probe: 'anywhere', ...options });
    return Object.assign(session, { [Symbol.asyncDispose]: () => session.dispose() });
  }
}

async function oneByOne<T>(
  cases: readonly OperatorCase[],
  ask: (each: OperatorCase) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  const answers: T[] = [];
  for (const each of cases) answers.push(...(await ask(each)));
  return answers;
}

function graphOf(cases: readonly OperatorCase[]): Graph {
  const b = new GraphBuilder('self_test', CASE_WEIGHTS);
  const input = (name: keyof typeof INPUTS) => b.input(name, 'float32', INPUTS[name].shape);
  const inputs = {
    image: input('image'),
    tokens: input('tokens'),
    context: input('context'),
    large: input('large'),
    angle: input('angle'),
  };
  for (const { name, build } of cases)
    b.output(
      b.named(
        name,
        b.within(name, () => build(b, inputs)),
      ),
    );
  return b.build();
}

const FEEDS = Object.fromEntries(Object.entries(INPUTS).map(([name, { data }]) => [name, data]));

const NUMBERS = {
  image: [...INPUTS.image.data],
  tokens: [...INPUTS.tokens.data],
  context: [...INPUTS.context.data],
  large: [...INPUTS.large.data],
  angle: [...INPUTS.angle.data],
};

/** Root of the mean square of the difference, relative to that of the truth. */
function relativeError(found: ArrayLike<number>, truth: readonly number[]): number {
  const squares = (numbers: readonly number[]) => numbers.reduce((sum, x) => sum + x * x, 0);
  const error = Math.sqrt(squares(truth.map((x, i) => x - found[i]!)) / squares(truth));
  return Number.isNaN(error) ? Infinity : error;
}

/** Graphics cards may multiply float32 in 11 bits and add up in 24 (TF32); what is wrong is off by whole percents. */
const FLOAT32_TOLERANCE = 1e-3;
/** The last of float16's 11 bits, relative to the first. */
const FLOAT16_UNIT = 2 ** -11;

/**
 * Of n terms that are added up in float16, every sum rounded, the error grows like a random walk: with the square root of n.
 * Devices that add up in float32 stay far below.
 */
function toleranceOf({ terms }: OperatorCase, precision: FloatType): number {
  return precision === 'float32' ? FLOAT32_TOLERANCE : (1 + Math.sqrt(terms)) * FLOAT16_UNIT;
}

function offBy(error: number): string {
  if (!Number.isFinite(error)) return 'no number at all';
  return error < 1 ? `off by ${(100 * error).toPrecision(2)}%` : `off by ${error.toPrecision(2)} times`;
}

function wordsOf({ message }: Error): string {
  return /requires f16 but the device does not support it/.test(message) ? 'the device has no float16' : message;
}
