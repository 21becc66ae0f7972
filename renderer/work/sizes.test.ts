import { expect, test } from 'vitest';
import { ASPECTS, sideNear, sizeOfAspect, strangeSize, swapped, withSide } from './sizes.ts';

const SD15 = { width: 512, height: 512 };
const SD21 = { width: 768, height: 768 };
const EMOJI = { width: 64, height: 64 };
const written = (own: typeof SD15) =>
  ASPECTS.map((aspect) => {
    const { width, height } = sizeOfAspect(aspect, own, 8);
    return `${width}x${height}`;
  });

test("shapes have the model's own number of pixels, in multiples of what it takes", () => {
  // sqrt(512² 4/3) = 591.2 and 443.4; sqrt(512² 3/2) = 627.1 and 418.0; sqrt(512² 16/9) = 682.7 and 384.
  expect(written(SD15)).toEqual(['512x512', '592x440', '440x592', '624x416', '416x624', '680x384', '384x680']);
  // sqrt(768² 16/9) is 1024, and 576 the other side, with nothing to round.
  expect(written(SD21)).toEqual(['768x768', '888x664', '664x888', '944x624', '624x944', '1024x576', '576x1024']);
  // sqrt(64² 4/3) = 73.9 and 55.4; sqrt(64² 3/2) = 78.4 and 52.3; sqrt(64² 16/9) = 85.3 and 48.
  expect(written(EMOJI)).toEqual(['64x64', '72x56', '56x72', '80x56', '56x80', '88x48', '48x88']);
});

test.each([8, 16, 64])('in multiples of %i every shape is within half of one of what it should be', (unit) => {
  for (const aspect of ASPECTS) {
    const [across, down] = aspect.split(':').map(Number) as [number, number];
    const { width, height } = sizeOfAspect(aspect, SD21, unit);
    expect([width % unit, height % unit]).toEqual([0, 0]);
    expect(Math.abs(width - 768 * Math.sqrt(across / down))).toBeLessThanOrEqual(unit / 2);
    expect(Math.abs(height - 768 * Math.sqrt(down / across))).toBeLessThanOrEqual(unit / 2);
  }
});

test('a side that is set takes the other along where the shape is kept', () => {
  const wide = { width: 768, height: 512 };
  expect(withSide(wide, 'width', 960, null, 8)).toEqual({ width: 960, height: 512 });
  expect(withSide(wide, 'width', 960, wide, 8)).toEqual({ width: 960, height: 640 });
  expect(withSide(wide, 'height', 1024, wide, 8)).toEqual({ width: 1536, height: 1024 });
  // The shape is that of the lock: it does not drift with what was rounded.
  expect(withSide({ width: 8, height: 8 }, 'width', 768, wide, 8)).toEqual(wide);
  expect(withSide(wide, 'height', 8192, wide, 8)).toEqual({ width: 8192, height: 8192 });
  // A run that was taken over, or a swap: its own shape is kept from then on.
  expect(withSide({ width: 512, height: 768 }, 'width', 256, wide, 8)).toEqual({ width: 256, height: 384 });
  expect(swapped(wide)).toEqual({ width: 512, height: 768 });
});

test('no side is nothing, or beyond what is allowed', () => {
  expect([sideNear(1, 8), sideNear(9000, 8), sideNear(500, 8)]).toEqual([8, 8192, 504]);
});

test('what happens far from the size a model learned from is said', () => {
  for (const size of [SD15, { width: 512, height: 768 }, { width: 680, height: 384 }, { width: 384, height: 384 }]) {
    expect(strangeSize(size, SD15)).toBeNull();
  }
  for (const size of [
    { width: 768, height: 768 },
    { width: 1024, height: 512 },
    { width: 2048, height: 128 },
  ]) {
    expect(strangeSize(size, SD15)).toContain('several times over');
  }
  expect(strangeSize({ width: 256, height: 256 }, SD15)).toContain('coarse');
  expect(strangeSize(SD15, EMOJI)).toContain('64x64');
  expect(strangeSize(SD21, SD21)).toBeNull();
});
