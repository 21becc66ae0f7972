import type { RgbImage } from '../../../native-models/image.ts';
import { describe, expect, it } from 'vitest';
import { doubted, exampleComparison } from '../../compare/comparison.fixture.ts';
import { drawGrid } from './draw.ts';
import { DENSITY, layoutGrid } from './layout.ts';
import { PALETTES } from '../drawing/palette.ts';
import { decoder } from '../../pictures/decoder/decoder.ts';

const oneCase = [{ prompt: 'a red fox', seed: 4127 }];
const threeCases = [...oneCase, { prompt: 'a rocket', seed: 11 }, { prompt: 'a strawberry', seed: 99 }];
const allPresets = ['LI1', 'LI2', 'LI3', 'AI', 'RI', 'IN1', 'IN2', 'IN3', 'EX1', 'EX2', 'EX3', 'CO1', 'CO2', 'CO3'];

describe('the layout of a grid', () => {
  it.each([
    { cases: oneCase, strategies: ['CO6'] },
    { cases: threeCases, strategies: ['CO6', 'CO3', 'LI1'], rivals: true },
    { cases: oneCase, strategies: allPresets, modes: ['P5+', 'P2+'], rivals: true },
  ])('lets no card leave the picture or cover another ($strategies.length strategies)', (options) => {
    const layout = layoutGrid(exampleComparison(options), 100, 60);
    for (const { y, groups } of layout.lines) {
      let free = 0;
      for (const { x, width } of groups) {
        expect(x).toBeGreaterThanOrEqual(free);
        free = x + width;
      }
      expect(free).toBeLessThanOrEqual(layout.width);
      expect(y + layout.cardHeight).toBeLessThanOrEqual(layout.height);
    }
  });

  it('keeps plain rivals on the card of their strategy, and loses no column', () => {
    const comparison = exampleComparison({ cases: oneCase, strategies: allPresets, rivals: true });
    const groups = layoutGrid(comparison, 0, 0).lines.flatMap((line) => line.groups);
    expect(groups.flatMap(({ columns }) => columns)).toEqual(comparison.columns);
    for (const { columns } of groups.slice(1)) {
      expect(columns.map(({ variant }) => variant.role)).toEqual(['inheritance', 'plain']);
    }
  });

  it('enlarges small pictures by a whole factor and leaves large ones as they are', () => {
    const shown = (size: number) =>
      layoutGrid(exampleComparison({ cases: oneCase, strategies: ['CO6'], size }), 0, 0).picture.width * DENSITY;
    expect([shown(64), shown(128), shown(512), shown(1024)]).toEqual([384, 384, 512, 1024]);
  });
});

describe('a drawn grid', () => {
  it.each(['dark', 'light'] as const)(
    'has the theme, both colours of meaning and the pictures themselves (%s)',
    async (theme) => {
      const comparison = exampleComparison({ cases: threeCases, strategies: ['CO6', 'AI'], rivals: true });
      const grid = await decoder.pixels(drawGrid(comparison, theme), 'grid');
      const layout = layoutGrid(comparison, 0, 0);
      expect(grid.width).toBe(layout.width * DENSITY);
      const { background, compute, inherit } = PALETTES[theme];
      expect(share(grid, background)).toBeGreaterThan(0.1);
      expect(share(grid, compute)).toBeGreaterThan(0.002);
      expect(share(grid, inherit, 60)).toBeGreaterThan(0.001);
      const [sky] = comparison.columns[0]!.cells.map(({ image }) => hex(image, 2, 2));
      expect(share(grid, sky!, 4)).toBeGreaterThan(0.01);
    },
  );

  it('marks doubtful speed-ups and says below what each mark means', async () => {
    const plain = exampleComparison({ cases: oneCase, strategies: ['CO6', 'AI'] });
    const odd = doubted(plain, new Map([[2, 'unsteady']]));
    const several = doubted(
      plain,
      new Map([
        [1, 'beyond-ideal'],
        [2, 'unsteady'],
      ] as const),
    );
    const heights = [plain, odd, several].map(async (each) => (await decoder.pixels(drawGrid(each), 'grid')).height);
    const [none, one, two] = await Promise.all(heights);
    expect(one).toBeGreaterThan(none!);
    expect(two).toBeGreaterThan(one!);
    const grid = await decoder.pixels(drawGrid(odd), 'grid');
    const { compute } = PALETTES.dark;
    /** Of the line of large numbers, by card. */
    const headline = layoutGrid(odd, 0, 0).lines[0]!.groups.map(({ x, width }) => {
      const top = grid.height - (one! - none!) - 2 * 62 - 2 * 14 - 2 * layoutGrid(odd, 0, 0).cardHeight;
      const box = { left: 2 * x, top: top + 2 * 62, width: 2 * width, height: 2 * 32 };
      return share(cut(grid, box), compute, 16);
    });
    expect(headline.map((amber) => amber > 0)).toEqual([false, false, true]);
  });

  it('is refused, not left blank, when it is too large to draw', () => {
    const many = Array.from({ length: 200 }, (_, seed) => ({ prompt: 'a red fox', seed }));
    const comparison = exampleComparison({ cases: many, strategies: ['CO6'], size: 8 });
    expect(() => drawGrid(comparison)).toThrow(/cannot be drawn: at most 32767 a side/);
  });
});

function cut(picture: RgbImage, { left, top, width, height }: Record<'left' | 'top' | 'width' | 'height', number>) {
  const lines = Array.from({ length: height }, (_, y) => {
    const from = ((top + y) * picture.width + left) * 3;
    return picture.pixels.subarray(from, from + width * 3);
  });
  return { width, height, pixels: new Uint8Array(Buffer.concat(lines)) };
}

function hex({ width, pixels }: RgbImage, x: number, y: number): string {
  return `#${Buffer.from(pixels.subarray(3 * (y * width + x), 3 * (y * width + x) + 3)).toString('hex')}`;
}

/** Share of the pixels that are within `tolerance` of a colour, channel by channel. */
function share({ pixels }: RgbImage, color: string, tolerance = 8): number {
  const wanted = Buffer.from(color.slice(1), 'hex');
  let found = 0;
  for (let i = 0; i < pixels.length; i += 3) {
    if (wanted.every((value, channel) => Math.abs(value - (pixels[i + channel] ?? 0)) <= tolerance)) found += 1;
  }
  return (3 * found) / pixels.length;
}
