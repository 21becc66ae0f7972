import { expect, test } from 'vitest';
import { SD, SD_COST } from '../../work/example.fixture.ts';
import { describeUnit } from './describe-unit.ts';

test('a unit in words', () => {
  const unit = { id: 'up3.1.attn', block: 'up3', layer: 1, kind: 'attn' } as const;
  const facts = {
    architecture: SD,
    cost: SD_COST,
    calibration: null,
    inherits: false,
    latent: { width: 64, height: 64 },
  };
  expect(describeUnit(unit, facts)).toMatch(/^Transformer, 320 channels, 64x64\. 4\.8% of the MACs/);
});
