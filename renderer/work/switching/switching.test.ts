import { describe, expect, test } from 'vitest';
import type { Model } from '../../../preload/contract/model.ts';
import { BASE, SD, TINY } from '../example.fixture.ts';
import { partnersOf, whyNot } from './partners.ts';
import { unetNames } from './unet-names.ts';
import { nameOfPaper, paperSwitchings } from './paper.ts';
import {
  add,
  addUp,
  fit,
  moveBorder,
  recast,
  remove,
  setCalls,
  setUnet,
  spansOf,
  without,
  withoutIdle,
} from './segments.ts';
import { switchingTrouble } from './trouble.ts';

const SEGMENTS = [
  { unet: 'sd', calls: 15 },
  { unet: 'base', calls: 10 },
];
const calls = (segments: readonly { calls: number }[]) => segments.map(({ calls }) => calls);

describe('segments', () => {
  test('lie one after the other; the one call more that PNDM makes is the last one’s', () => {
    expect(spansOf(SEGMENTS, 26)).toEqual([
      { unet: 'sd', from: 0, to: 15 },
      { unet: 'base', from: 15, to: 26 },
    ]);
    expect([addUp(SEGMENTS, 25), addUp(SEGMENTS, 26), addUp(SEGMENTS, 27), addUp([], 50)]).toEqual([
      true,
      true,
      false,
      true,
    ]);
  });
  test('stretch in proportion, and every one keeps a call', () => {
    expect(calls(fit(SEGMENTS, 50))).toEqual([30, 20]);
    expect(
      calls(
        fit(
          [
            { unet: 'a', calls: 98 },
            { unet: 'b', calls: 1 },
            { unet: 'c', calls: 1 },
          ],
          10,
        ),
      ),
    ).toEqual([8, 1, 1]);
    for (const total of [2, 3, 7, 99]) expect(calls(fit(SEGMENTS, total)).reduce((a, b) => a + b)).toBe(total);
    expect(fit(SEGMENTS, 1)).toEqual([{ unet: 'sd', calls: 1 }]);
  });
  test('another UNet takes the second half of the last, or of the longest', () => {
    expect(add([{ unet: 'sd', calls: 25 }], 'base')).toEqual([
      { unet: 'sd', calls: 13 },
      { unet: 'base', calls: 12 },
    ]);
    expect(
      add(
        [
          { unet: 'sd', calls: 9 },
          { unet: 'base', calls: 1 },
        ],
        'tiny',
      ).map(({ unet }) => unet),
    ).toEqual(['sd', 'tiny', 'base']);
    expect(add([{ unet: 'sd', calls: 1 }], 'base')).toEqual([{ unet: 'sd', calls: 1 }]);
  });
  test('a border moves as far as both keep a call, and the sum stays', () => {
    expect(calls(moveBorder(SEGMENTS, 0, 20))).toEqual([20, 5]);
    expect(calls(moveBorder(SEGMENTS, 0, -3))).toEqual([1, 24]);
    expect(calls(moveBorder(SEGMENTS, 0, 99))).toEqual([24, 1]);
    expect(moveBorder(SEGMENTS, 0, 15)).toBe(SEGMENTS);
    expect(moveBorder(SEGMENTS, 1, 3)).toBe(SEGMENTS);
    expect(calls(setCalls(SEGMENTS, 0, 12))).toEqual([12, 13]);
    expect(calls(setCalls(SEGMENTS, 1, 12))).toEqual([13, 12]);
  });
  test('what is removed leaves its calls to a neighbour; neighbours on one UNet are one', () => {
    expect(remove(SEGMENTS, 0)).toEqual([{ unet: 'base', calls: 25 }]);
    const back = [...SEGMENTS, { unet: 'sd', calls: 5 }];
    expect(remove(back, 1)).toEqual([{ unet: 'sd', calls: 30 }]);
    expect(setUnet(back, 1, 'sd')).toEqual([{ unet: 'sd', calls: 30 }]);
    expect(without(back, 'sd')).toEqual([{ unet: 'base', calls: 30 }]);
    expect(recast(SEGMENTS, 'sd', 'other')[0]!.unet).toBe('other');
  });
  test('the own UNet throughout is no switching', () => {
    expect(withoutIdle([{ unet: 'sd', calls: 25 }], 'sd')).toEqual([]);
    expect(withoutIdle([{ unet: 'base', calls: 25 }], 'sd')).toHaveLength(1);
  });
});

const UNET = { inChannels: 4, outChannels: 4, crossAttentionDim: 768, predicts: 'epsilon' };
const model = (id: string, architecture: object, unet: object = {}, more: object = {}) =>
  ({
    id,
    name: id.toUpperCase(),
    architecture,
    unet: { ...UNET, ...unet },
    scaleFactor: 8,
    format: 'diffusers',
    problem: null,
    ...more,
  }) as unknown as Model;
const sd = model('sd', SD);
const base = model('base', BASE);
const others = [
  model('sd2', SD, { crossAttentionDim: 1024 }),
  model('v', SD, { predicts: 'v_prediction' }),
  model('wide', SD, {}, { scaleFactor: 4 }),
  model('alone', BASE, { predicts: null }, { format: 'unet', scaleFactor: 4 }),
  model('gone', SD, {}, { problem: 'cut off' }),
];

test('models take turns on the same latents, text and prediction; of the others it is said why not', () => {
  expect(whyNot(base, sd)).toBeNull();
  expect(others.map((other) => whyNot(other, sd))).toEqual([
    'reads texts 1024 wide, SD writes them 768 wide',
    'predicts velocity, SD predicts noise',
    'has latents of 1/4 the size of the picture, those of SD are 1/8',
    null,
    'cannot be opened',
  ]);
  expect(partnersOf(sd, [sd, others[0]!, base]).map(({ model }) => model.id)).toEqual(['base', 'sd2']);
});

test('the paper’s are offered where there is a Base student, whichever of the two the run’s own is', () => {
  const offered = paperSwitchings(sd, [sd, base], 25);
  expect(offered.map(({ id, segments }) => [id, segments.map(({ unet, calls }) => `${unet} ${calls}`).join()])).toEqual(
    [
      ['S1', 'base 10,sd 15'],
      ['S2', 'sd 15,base 10'],
      ['S3', 'sd 10,base 15'],
    ],
  );
  expect(paperSwitchings(base, [sd, base], 50)[0]!.segments).toEqual([
    { unet: 'base', calls: 20 },
    { unet: 'sd', calls: 30 },
  ]);
  expect(nameOfPaper(SEGMENTS, offered)).toBe('S2');
  expect(paperSwitchings(sd, [sd, model('tiny', TINY), ...others.slice(0, 2)], 25)).toEqual([]);
});

test('what keeps a run from taking turns is said, with what mends it', () => {
  expect(switchingTrouble(SEGMENTS, 26, sd, [sd, base])).toBeNull();
  expect(switchingTrouble(SEGMENTS, 50, sd, [sd, base])).toMatchObject({
    message: 'The segments add up to 25 calls, but the run makes 50.',
    mend: { kind: 'fit' },
  });
  expect(switchingTrouble(SEGMENTS, 25, sd, [sd])!.mend).toEqual({ kind: 'remove', unet: 'base' });
  const wrong = [{ unet: 'sd2', calls: 25 }];
  expect(switchingTrouble(wrong, 25, sd, [sd, ...others])!.message).toContain('SD2 cannot take turns with SD');
});

test('models of one name are told apart', () => {
  const twins = [sd, model('twin', SD, {}, { name: 'SD' })];
  expect([
    ...unetNames(
      [
        { unet: 'sd', calls: 1 },
        { unet: 'twin', calls: 1 },
      ],
      twins,
    ).values(),
  ]).toEqual(['SD', 'SD (2)']);
});
