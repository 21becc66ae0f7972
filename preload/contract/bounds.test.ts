/** Every number, text, list and record that a page may send has a bound: a contract that grows is held to it. */
import { isContractProcedure } from '@orpc/contract';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { LIMITS } from '../../native-models/vocabulary.ts';
import { contract } from './contract.ts';
import { runSettings } from './run-settings.ts';

/** Every input of the contract, by the way to it: `tasks.submit`. */
function inputsOf(router: object, at = ''): (readonly [string, z.ZodType])[] {
  return Object.entries(router).flatMap(([key, each]: [string, object]) => {
    const way = at === '' ? key : `${at}.${key}`;
    if (!isContractProcedure(each)) return inputsOf(each, way);
    const input = each['~orpc'].inputSchema;
    return input ? [[way, input as z.ZodType] as const] : [];
  });
}

/** What a schema leaves open, by its place: `settings.strategy.masks{}`. */
function openEnds(schema: z.core.JSONSchema.BaseSchema, at: string): string[] {
  const { anyOf = [], allOf = [], oneOf = [], properties = {}, items, additionalProperties, propertyNames } = schema;
  const below = (each: unknown, place: string) => (isSchema(each) ? openEnds(each, place) : []);
  const isRecord = isSchema(additionalProperties);
  return [
    ...[...anyOf, ...allOf, ...oneOf].flatMap((each) => below(each, at)),
    ...Object.entries(properties).flatMap(([key, each]) => below(each, `${at}.${key}`)),
    ...below(items, `${at}[]`),
    ...(isRecord ? [...below(propertyNames, `${at}{key}`), ...below(additionalProperties, `${at}{}`)] : []),
    // A record whose keys are listed has no more of them.
    ...(isRecord && !(isSchema(propertyNames) && propertyNames.enum) ? [`${at}: how many`] : []),
    ...(isBounded(schema) ? [] : [at]),
  ];
}

function isSchema(value: unknown): value is z.core.JSONSchema.BaseSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isBounded(schema: z.core.JSONSchema.BaseSchema): boolean {
  const { type, maximum, minimum, exclusiveMinimum, maxLength, maxItems, enum: listed, const: only } = schema;
  if (listed || only !== undefined) return true;
  if (type === 'string') return maxLength !== undefined;
  if (type === 'array') return maxItems !== undefined;
  if (type === 'number' || type === 'integer')
    return maximum !== undefined && (minimum ?? exclusiveMinimum) !== undefined;
  return type !== undefined || ['anyOf', 'allOf', 'oneOf', 'not'].some((key) => key in schema);
}

/** What has no form in JSON Schema, as a rule in code has none, is `{}` there. */
const jsonSchemaOf = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });

const inputs = inputsOf(contract);
const long = (max: number) => 'x'.repeat(max + 1);
const many = <T>(max: number, each: T) => Array.from({ length: max + 1 }, () => each);
const manyKeys = (max: number, value: unknown) =>
  Object.fromEntries(Array.from({ length: max + 1 }, (_, i) => [`k${i}`, value]));
const program = (masks: unknown) => ({
  kind: 'program',
  name: 'mine',
  masks,
  calls: [{}],
  semantics: 'residual',
  switching: [],
});

/** What the walk cannot see: rules in code. Each with what is too much for it. */
const BY_RULE: Readonly<
  Record<string, { readonly why: string; readonly schema: z.ZodType; readonly tooMuch: unknown }>
> = {
  'app.setSettings: how many': {
    why: 'a rule counts them',
    schema: inputOf('app.setSettings'),
    tooMuch: manyKeys(LIMITS.keptJson.names, 1),
  },
  'app.setSettings{}': {
    why: 'a rule measures length and depth',
    schema: inputOf('app.setSettings'),
    tooMuch: { studio: long(LIMITS.keptJson.characters) },
  },
  'engines.setSettings.precision: how many': {
    why: 'a rule counts them',
    schema: inputOf('engines.setSettings'),
    tooMuch: { precision: manyKeys(LIMITS.keptJson.names, 'auto') },
  },
  'masks of a program: how many': {
    why: 'a rule counts them',
    schema: inputOf('strategies.save'),
    tooMuch: { strategy: program(manyKeys(LIMITS.calls, ['mid.0.res'])) },
  },
  'ids of units': {
    why: 'its pattern has room for three digits',
    schema: inputOf('strategies.save'),
    tooMuch: { strategy: program({ deep: [`dn${'1'.repeat(4)}.0.res`] }) },
  },
  'pictures.read.file': {
    why: 'a rule looks at its size',
    schema: inputOf('pictures.read'),
    tooMuch: { file: new Blob([new Uint8Array(LIMITS.message + 1)]) },
  },
  'pictures.upload.piece': {
    why: 'a rule looks at its size',
    schema: inputOf('pictures.upload'),
    tooMuch: { upload: null, piece: new Blob([new Uint8Array(LIMITS.piece + 1)]) },
  },
};

function inputOf(way: string): z.ZodType {
  return inputs.find(([each]) => each === way)![1];
}

/** One rule stands for all places of the same kind. */
const ruleAt = (place: string): string => {
  if (place.endsWith('.masks: how many')) return 'masks of a program: how many';
  return /\.(inherit|masks\{\})\[\]$/.test(place) ? 'ids of units' : place;
};

describe('what pages send', () => {
  test('is bounded in every place, by its schema or by a rule', () => {
    expect(inputs.length).toBeGreaterThan(30);
    const open = new Set(inputs.flatMap(([way, schema]) => openEnds(jsonSchemaOf(schema), way)).map(ruleAt));
    expect([...open].toSorted()).toEqual(Object.keys(BY_RULE).toSorted());
  });

  test.each(Object.entries(BY_RULE))('%s: the rule refuses what is too much', (_place, { schema, tooMuch }) => {
    expect(schema.safeParse(tooMuch).success).toBe(false);
  });

  test('a value that is nested a million deep is refused, and ends nothing', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 1_000_000; level += 1) deep = [deep];
    expect(inputOf('app.setSettings').safeParse({ studio: deep }).success).toBe(false);
    expect(inputOf('strategies.save').safeParse({ strategy: deep }).success).toBe(false);
    expect(inputOf('app.setSettings').safeParse({ studio: { draft: [[{ a: 1 }]] } }).success).toBe(true);
  });
});

const settings = {
  modelId: 'embedded',
  device: 'cpu',
  prompt: 'a fox',
  negativePrompt: '',
  width: 64,
  height: 64,
  steps: 20,
  guidanceScale: 4,
  scheduler: 'ddim',
  seed: 7,
  strategy: null,
  initImage: null,
};
const strategy = {
  name: 'x',
  inherit: [],
  mode: { kind: 'periodic', period: 5, tail: 0 },
  semantics: 'residual',
  switching: [],
};

test.each([
  ['a billion calls of a UNet', { strategy: { ...strategy, switching: [{ unet: 'x', calls: 1_000_000_000 }] } }],
  [
    'a thousand and two segments',
    { strategy: { ...strategy, switching: many(LIMITS.calls, { unet: 'x', calls: 1 }) } },
  ],
  [
    'a period beyond what can be written',
    { strategy: { ...strategy, mode: { kind: 'periodic', period: 1e6, tail: 0 } } },
  ],
  [
    'more full calls than calls',
    { strategy: { ...strategy, mode: { kind: 'explicit', fullCalls: many(LIMITS.calls, 0) } } },
  ],
  ['a UNet of a million letters', { strategy: { ...strategy, switching: [{ unet: long(1e6), calls: 1 }] } }],
  ['a name of a million letters', { strategy: { ...strategy, name: long(1e6) } }],
  ['more units than a UNet has', { strategy: { ...strategy, inherit: many(LIMITS.units, 'mid.0.res') } }],
  ['a prompt beyond its limit', { prompt: long(LIMITS.prompt.max) }],
  ['a side beyond its limit', { width: LIMITS.side.max + 1 }],
  ['no number', { guidanceScale: Number.NaN }],
  ['an infinite number', { guidanceScale: Number.POSITIVE_INFINITY }],
  ['a model of a million letters', { modelId: long(1e6) }],
])('settings of a run are refused: %s', (_what, change) => {
  expect(runSettings.safeParse(settings).success).toBe(true);
  expect(runSettings.safeParse({ ...settings, ...change }).success).toBe(false);
});
