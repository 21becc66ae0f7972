/** The size of the picture: two settings, which people see and ask for as one. */
import { LIMITS } from '../../native-models/vocabulary.ts';
import { wholeIn } from './parameter-numbers.ts';
import { type About, type Line, type Pill, setting } from './setting.ts';
import { whole } from './value.ts';
import { size as widthByHeight, wish } from './wish.ts';

const decides = { picture: true, time: 'call' } as const;
const nothing = () => [];

export const width = setting({
  key: 'width',
  value: whole(LIMITS.side),
  first: 512,
  words: {
    label: 'Width',
    pills: (_, { settings }): readonly Pill[] =>
      sizeOf(settings, '×').map((size) => ({ line: ['', size], variesBy: ['size'] })),
    facts: (_, { settings }): readonly Line[] => sizeOf(settings, 'x').map((size) => ['Size', size]),
    parameters: (_, { settings }): readonly Line[] => sizeOf(settings, 'x').map((size) => ['Size', size]),
  },
  decides,
  wishes: [
    wish('size', widthByHeight, {
      names: '--size <WxH>',
      help: "pixels (default: the start picture's size, else the model's)",
    }),
  ],
  fromParameters: { field: 'Size', read: (text) => sidesIn(text)[0] },
});

export const height = setting({
  key: 'height',
  value: whole(LIMITS.side),
  first: 512,
  words: { label: 'Height', facts: nothing },
  decides,
  wishes: [],
  fromParameters: { field: 'Size', read: (text) => sidesIn(text)[1] },
});

/** Nothing where a side is not known. */
function sizeOf({ width, height }: About['settings'], by: string): readonly string[] {
  return width && height ? [`${width}${by}${height}`] : [];
}

/** Both sides or none. */
function sidesIn(text: string): readonly number[] {
  const [width, height, ...others] = text.split('x').map(wholeIn);
  return width && height && others.length === 0 ? [width, height] : [];
}
