/** The part of a UNet's shape that strategies speak about: blocks, layers, units. No channels, no weights. */

/** `dn0`..`dn3`, `mid`, `up0`..`up3`. */
export type BlockId = `dn${number}` | 'mid' | `up${number}`;
export type UnitKind = 'res' | 'attn';

/** The smallest thing a mask controls: `dn1.0.res`, `dn1.0.attn`, `mid.1.res`, `up3.2.attn`. */
export type UnitId = `${BlockId}.${number}.${UnitKind}`;

export interface BlockShape {
  readonly id: BlockId;
  /** Number of ResUnits. */
  readonly resUnits: number;
  /** Number of AttnUnits: as many as ResUnits, one (mid) or none. */
  readonly attnUnits: number;
}

/** A UNet as its blocks in path order: down blocks, `mid` where there is one, up blocks. */
export interface Architecture {
  readonly blocks: readonly BlockShape[];
}

export interface Unit {
  readonly id: UnitId;
  readonly block: BlockId;
  readonly layer: number;
  readonly kind: UnitKind;
}

/**
 * Every unit in path order, the order in which a call computes them:
 * `dn0.0.res, dn0.0.attn, dn0.1.res, ..., mid.0.res, mid.0.attn, mid.1.res, up0.0.res, ..., up3.2.attn`.
 */
export function unitsOf(architecture: Architecture): readonly Unit[] {
  return architecture.blocks.flatMap(({ id: block, resUnits, attnUnits }) =>
    Array.from({ length: resUnits }, (_, layer) => layer).flatMap((layer) => [
      unit(block, layer, 'res'),
      ...(layer < attnUnits ? [unit(block, layer, 'attn')] : []),
    ]),
  );
}

function unit(block: BlockId, layer: number, kind: UnitKind): Unit {
  return { id: `${block}.${layer}.${kind}`, block, layer, kind };
}
