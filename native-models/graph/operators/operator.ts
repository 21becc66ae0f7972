/** What a row of the operator table says, and the checks that all rows share. */
import type { Attributes, ElementType, Shape, Statics, Value } from './value.ts';

/** In the order of ONNX's specification; null, or nothing, stands for an optional input that is left out. */
export type Inputs = readonly (Value | null)[];

/** What a node says besides its inputs. */
export interface Details {
  readonly attributes: Attributes;
  readonly statics: Statics;
}

/** Type and shape of one output. */
export interface Inferred {
  readonly type: ElementType;
  readonly shape: Shape;
}

/**
 * One row of the table: everything that is known of an operator, a column for each question that may be asked of it. One more
 * column (a gradient) is one more field here, by position, and in {@link Rules}, by name; rows that do not have it stay as they are.
 */
export interface Operator {
  /** '' for ONNX's own operators, 'com.microsoft' for onnxruntime's. */
  readonly domain: '' | 'com.microsoft';
  /** Which input ONNX reads a static from: the builder writes the tensor there. */
  readonly staticInputs: Readonly<Partial<Record<keyof Statics, number>>>;
  /** How many of its last outputs a node may leave out. */
  readonly optionalOutputs: number;
  /**
   * Types and shapes of all outputs, the optional ones too. Shapes are static, so this is a pure function.
   * @throws where the inputs or the details are none that the operator takes, with what was expected and what was found.
   */
  readonly infer: (inputs: Inputs, details: Details) => readonly Inferred[];
  /** Multiply-accumulates of one run; 0 for operators that have none to speak of (norms, activations, layout). */
  readonly macs: (inputs: Inputs, outputs: readonly Value[], details: Details) => number;
}

type Named<Needed extends string, Optional extends string> = { readonly [Name in Needed]: Value } & {
  readonly [Name in Optional]?: Value | undefined;
};

/** A row as it is written: its rules take the inputs by name, and know that those which they need are there. */
interface Rules<Needed extends string, Optional extends string> {
  /** ONNX's own unless given. */
  readonly domain?: 'com.microsoft';
  /** Names of the inputs that every node has, in the specification's order. */
  readonly inputs: readonly Needed[];
  /** Those that follow and may be left out. What is in neither list we do not support. */
  readonly optional?: readonly Optional[];
  /** The attributes that we support, and their kinds. */
  readonly attributes?: Readonly<Record<string, 'int' | 'ints' | 'float' | 'string'>>;
  readonly staticInputs?: Operator['staticInputs'];
  /** None unless given. */
  readonly optionalOutputs?: number;
  readonly infer: (inputs: Named<Needed, Optional>, details: Details) => Inferred | readonly Inferred[];
  readonly macs?: (inputs: Named<Needed, Optional>, outputs: readonly Value[], details: Details) => number;
}

/** A row for an operator with a fixed list of inputs. */
export function defineOperator<Needed extends string, Optional extends string = never>(
  rules: Rules<Needed, Optional>,
): Operator {
  const { domain = '', inputs: needed, optional = [], staticInputs = {}, optionalOutputs = 0, infer, macs } = rules;
  const names: readonly string[] = [...needed, ...optional];
  // The cast: the types say what checkInputs has made sure of.
  const named = (inputs: Inputs) =>
    Object.fromEntries(names.map((name, i) => [name, inputs[i] ?? undefined])) as Named<Needed, Optional>;
  return {
    domain,
    staticInputs,
    optionalOutputs,
    infer(inputs, details) {
      checkInputs(inputs, needed, names.length);
      checkDetails(details, rules.attributes ?? {}, staticInputs);
      return [infer(named(inputs), details)].flat();
    },
    macs: (inputs, outputs, details) => macs?.(named(inputs), outputs, details) ?? 0,
  };
}

/** A row for an operator with any number of inputs that are alike, and one output. */
export function defineVariadic(
  rules: Pick<Rules<never, never>, 'attributes'> & {
    readonly infer: (inputs: readonly [Value, ...Value[]], details: Details) => Inferred;
  },
): Operator {
  return {
    domain: '',
    staticInputs: {},
    optionalOutputs: 0,
    infer(inputs, details) {
      const [first, ...others] = inputs.filter((input) => input !== null);
      if (!first || others.length + 1 < inputs.length) throw new Error('an input is missing');
      checkDetails(details, rules.attributes ?? {}, {});
      return [rules.infer([first, ...others], details)];
    },
    macs: () => 0,
  };
}

function checkInputs(inputs: Inputs, needed: readonly string[], most: number): void {
  const missing = needed.find((_, i) => !inputs[i]);
  if (missing !== undefined) throw new Error(`its input ${missing} is missing`);
  if (inputs.length > most) throw new Error(`expected ${most} inputs at most, found ${inputs.length}`);
}

function checkDetails(
  { attributes, statics }: Details,
  kinds: NonNullable<Rules<never, never>['attributes']>,
  staticInputs: Operator['staticInputs'],
): void {
  for (const [name, attribute] of Object.entries(attributes)) {
    const kind = kinds[name];
    if (kind === undefined) throw new Error(`attribute ${name} is not supported`);
    if (!(kind in attribute))
      throw new Error(`attribute ${name}: expected ${kind}, found ${Object.keys(attribute)[0]}`);
  }
  for (const name of Object.keys(statics)) if (!(name in staticInputs)) throw new Error(`it has no static ${name}`);
}
