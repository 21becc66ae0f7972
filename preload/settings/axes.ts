/** What a grid can vary: settings, parts of the strategy, and the size, which is two settings. */
import { type Precision, PRECISIONS, type Semantics, SEMANTICS } from '../../native-models/vocabulary.ts';
import { withParts } from '../../native-models/strategy/describe.ts';
import { INT8_ALONE } from '../../native-models/strategy/precision.ts';
import { displayMode } from '../../native-models/strategy/sampling-mode.ts';
import type { SamplingMode } from '../../native-models/strategy/strategy.ts';
import type { About, Setting } from './setting.ts';
import { type RunSettings, SETTINGS } from './settings.ts';
import { height, width } from './size.ts';
import { oneOf, type Of, type OneOf, type Value, type Whole } from './value.ts';
import { inWords } from './words.ts';

/** A value along an axis: of a setting, or of what is only a part of one, or several. */
export type AxisValue = Value | SamplingModeValue | Sides;

export interface SamplingModeValue {
  readonly kind: 'mode';
}

export interface Sides {
  readonly kind: 'sides';
  readonly width: Whole;
  readonly height: Whole;
}

/** The type of a value along an axis. */
export type Along<V extends AxisValue> = V extends Value
  ? Of<V>
  : V extends SamplingModeValue
    ? SamplingMode
    : V extends Sides
      ? { readonly width: number; readonly height: number }
      : never;

export interface Axis<K extends string = string, V extends AxisValue = AxisValue> {
  readonly kind: K;
  /** `Guidance` */
  readonly title: string;
  readonly value: V;
  /** The settings with that value in them. */
  apply(settings: RunSettings, value: Along<V>): RunSettings;
  /** The value in words. */
  label(value: Along<V>, about?: Partial<About>): string;
}

/** Of whichever strategy the cell has; inheritance off stays off. */
const mode: Axis<'mode', SamplingModeValue> = {
  kind: 'mode',
  title: 'Mode',
  value: { kind: 'mode' },
  apply: (settings, mode) => withPart(settings, { mode }),
  label: (mode) => displayMode(mode),
};

const semantics: Axis<'semantics', OneOf<Semantics>> = {
  kind: 'semantics',
  title: 'Semantics',
  value: oneOf(SEMANTICS),
  apply: (settings, semantics) => withPart(settings, { semantics }),
  label: String,
};

/** Int8 is a strategy by itself where the cell has none. */
const precision: Axis<'precision', OneOf<Precision>> = {
  kind: 'precision',
  title: 'Precision',
  value: oneOf(PRECISIONS),
  apply: (settings, precision) =>
    settings.strategy || precision !== 'int8'
      ? withPart(settings, { precision })
      : { ...settings, strategy: INT8_ALONE },
  label: String,
};

const size: Axis<'size', Sides> = {
  kind: 'size',
  title: 'Size',
  value: { kind: 'sides', width: width.value, height: height.value },
  apply: (settings, { width, height }) => ({ ...settings, width, height }),
  label: ({ width, height }) => `${width}×${height}`,
};

function withPart(settings: RunSettings, part: Parameters<typeof withParts>[1]): RunSettings {
  return { ...settings, strategy: settings.strategy && withParts(settings.strategy, part) };
}

const PARTS = [mode, semantics, precision, size] as const;

/** Values along an axis: what a person varies, and by what. */
export type ValuesAlong<K, T> = { readonly kind: K; readonly values: readonly T[] };
type PartAxis<A> = A extends Axis<infer K, infer V> ? ValuesAlong<K, Along<V>> : never;
/** The axes of those settings of a list that a grid can vary. */
export type SettingAxis<D> =
  D extends Setting<infer K, infer V, infer _W, infer A> ? (A extends true ? ValuesAlong<K, Of<V>> : never) : never;
export type GridAxis = PartAxis<(typeof PARTS)[number]> | SettingAxis<(typeof SETTINGS)[number]>;
export type GridAxisKind = GridAxis['kind'];

/** Every axis. In this order they are applied, whichever comes first: the parts of a strategy change the one that is there by then. */
export const AXES: readonly Axis[] = axesOf(SETTINGS);

/** The axes of a list of settings, and those of their parts. */
export function axesOf(settings: readonly Setting[]): readonly Axis[] {
  return [...settings.filter(({ axis }) => axis).map(axisOfSetting), ...PARTS];
}

/** What varies an axis of that kind. */
export function axisOf(kind: GridAxisKind, axes: readonly Axis[] = AXES): Axis {
  return axes.find((axis) => axis.kind === kind)!;
}

function axisOfSetting(setting: Setting): Axis<string, Value> {
  const { key, words, value: kind } = setting;
  return {
    kind: key,
    title: words.label,
    value: kind,
    apply: (settings, value) => ({ ...settings, [key]: value }),
    label: (value, about) => inWords(setting, value, about) ?? (kind.kind === 'bool' ? 'off' : String(value)),
  };
}

/** `Guidance` @param kind of an axis; one that a later version made goes by its own name. */
export function titleOfAxis(kind: string): string {
  return AXES.find((axis) => axis.kind === kind)?.title ?? kind;
}
