/** A comparison with drawn pictures and made-up numbers: for tests of what is drawn from one. */
import type { Architecture } from '../../native-models/strategy/architecture.ts';
import type { SpeedupDoubt } from '../../native-models/strategy/doubtful-speedup.ts';
import { PRESETS, resolvePreset } from '../../native-models/strategy/presets.ts';
import { fullCallsOf, parseMode } from '../../native-models/strategy/sampling-mode.ts';
import type { Strategy } from '../../native-models/strategy/strategy.ts';
import type { Case, Cell, Column, Comparison, Variant } from './comparison.ts';
import { examplePicture } from '../pictures/example-picture.fixture.ts';
import { labelOf } from '../../native-models/strategy/naming.ts';

const SD: Architecture = {
  blocks: [
    { id: 'dn0', resUnits: 2, attnUnits: 2 },
    { id: 'dn1', resUnits: 2, attnUnits: 2 },
    { id: 'dn2', resUnits: 2, attnUnits: 2 },
    { id: 'dn3', resUnits: 2, attnUnits: 0 },
    { id: 'mid', resUnits: 2, attnUnits: 1 },
    { id: 'up0', resUnits: 3, attnUnits: 0 },
    { id: 'up1', resUnits: 3, attnUnits: 3 },
    { id: 'up2', resUnits: 3, attnUnits: 3 },
    { id: 'up3', resUnits: 3, attnUnits: 3 },
  ],
};

export interface ExampleOptions {
  readonly cases: readonly Case[];
  readonly strategies: readonly string[];
  readonly modes?: readonly string[];
  readonly rivals?: boolean;
  readonly size?: number;
}

export function exampleComparison(options: ExampleOptions): Comparison {
  const { cases, strategies, modes = ['P5+'], rivals = false, size = 64 } = options;
  const variants = [
    { role: 'baseline', steps: 50, strategy: null } satisfies Variant,
    ...strategies.flatMap((name) =>
      modes.flatMap((mode): Variant[] => {
        const strategy = exampleStrategy(name, mode);
        const rival: Variant = { role: 'plain', steps: 27, strategy: null, rivalOf: strategy };
        return [{ role: 'inheritance', steps: 50, strategy }, ...(rivals ? [rival] : [])];
      }),
    ),
  ];
  return {
    settings: {
      model: 'heirloom-emoji',
      architecture: SD,
      width: size,
      height: size,
      steps: 50,
      guidanceScale: 7.5,
      scheduler: 'pndm',
      negativePrompt: '',
      vaeTiling: false,
      promptSyntax: 'plain',
      device: 'cpu',
      devicePrecision: 'float32',
      repeats: 1,
      program: 'heirloom 0.1.0',
      created: '2025-01-01T00:00:00.000Z',
    },
    cases,
    columns: variants.map((variant, i): Column => ({
      variant,
      cells: cases.map((c) => exampleCell(variant, c, i, size)),
    })),
    interrupted: false,
  };
}

export function exampleStrategy(name: string, mode: string): Strategy {
  const preset = PRESETS.find(({ id }) => id === name);
  return {
    name,
    inherit: preset ? resolvePreset(preset, SD).inherited : [],
    mode: parseMode(mode),
    semantics: 'residual',
    switching: [],
    precision: 'float32' as const,
  };
}

function exampleCell(variant: Variant, { prompt, seed }: Case, index: number, size: number): Cell {
  const calls = variant.steps + 1;
  const { strategy } = variant;
  const full = new Set(strategy && 'mode' in strategy ? fullCallsOf(strategy.mode, calls) : Array(calls).keys());
  const speedup = variant.role === 'baseline' ? 1 : 1.9 - index * 0.07;
  return {
    image: examplePicture(size, seed, index),
    calls: Array.from({ length: calls }, (_, call) => (full.has(call) ? 'full' : 'inherit')),
    row: {
      image: `picture-${index}-${seed}.png`,
      prompt,
      seed,
      role: variant.role,
      strategy: variant.strategy?.name ?? (variant.role === 'plain' ? `plain ${variant.steps} steps` : 'none'),
      mode: variant.strategy ? 'P5+' : null,
      semantics: variant.strategy?.semantics ?? null,
      precision: variant.strategy?.precision ?? 'float32',
      rivalOf: variant.role === 'plain' && variant.rivalOf ? labelOf(variant.rivalOf) : null,
      scheduler: 'pndm',
      steps: variant.steps,
      calls,
      fullCalls: full.size,
      seconds: 2.31 / speedup,
      unetSeconds: 2.1 / speedup,
      secondsPerFullCall: 0.041,
      secondsPerInheritCall: variant.strategy ? 0.012 : null,
      speedup,
      unetSpeedup: speedup * 1.03,
      doubt: null,
      idealSpeedup: variant.role === 'baseline' ? 1 : speedup * 1.06,
      fidelity:
        variant.role === 'baseline'
          ? null
          : { identical: false, values: { psnr: 42 - index * 1.7, ssim: 0.995 - index * 0.006 } },
      peakMemoryBytes: 412e6,
      warnings: [],
    },
  };
}

/** The same with something that speaks against the speed-ups of some columns, by their place. */
export function doubted(comparison: Comparison, doubts: ReadonlyMap<number, SpeedupDoubt>): Comparison {
  const columns = comparison.columns.map((column, place) => ({
    ...column,
    cells: column.cells.map((cell) => ({ ...cell, row: { ...cell.row, doubt: doubts.get(place) ?? null } })),
  }));
  return { ...comparison, columns };
}
