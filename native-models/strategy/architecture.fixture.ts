/** UNet shapes for the tests of this folder, written out by hand. */
import type { Architecture } from './architecture.ts';

export const SD: Architecture = {
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

/** BK-SDM-Base: one layer a down block, two an up block. */
export const BASE: Architecture = {
  blocks: [
    { id: 'dn0', resUnits: 1, attnUnits: 1 },
    { id: 'dn1', resUnits: 1, attnUnits: 1 },
    { id: 'dn2', resUnits: 1, attnUnits: 1 },
    { id: 'dn3', resUnits: 1, attnUnits: 0 },
    { id: 'mid', resUnits: 2, attnUnits: 1 },
    { id: 'up0', resUnits: 2, attnUnits: 0 },
    { id: 'up1', resUnits: 2, attnUnits: 2 },
    { id: 'up2', resUnits: 2, attnUnits: 2 },
    { id: 'up3', resUnits: 2, attnUnits: 2 },
  ],
};

/** BK-SDM-Tiny: three levels, no mid. */
export const TINY: Architecture = {
  blocks: [
    { id: 'dn0', resUnits: 1, attnUnits: 1 },
    { id: 'dn1', resUnits: 1, attnUnits: 1 },
    { id: 'dn2', resUnits: 1, attnUnits: 1 },
    { id: 'up0', resUnits: 2, attnUnits: 2 },
    { id: 'up1', resUnits: 2, attnUnits: 2 },
    { id: 'up2', resUnits: 2, attnUnits: 2 },
  ],
};
