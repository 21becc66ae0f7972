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

/** No UNet has a thousand blocks, or a thousand layers in one. */
const UNIT_ID = /^(dn(?:0|[1-9]\d{0,2})|mid|up(?:0|[1-9]\d{0,2}))\.(0|[1-9]\d{0,2})\.(res|attn)$/;

/** `dn1.0.res` -> its parts, or null where the text is no unit id. Whether a UNet has such a unit is not asked here. */
export function parseUnitId(text: string): Unit | null {
  const [, block, layer, kind] = UNIT_ID.exec(text) ?? [];
  return block && layer && kind ? unit(block as BlockId, Number(layer), kind as UnitKind) : null;
}

export type Side = 'encoder' | 'mid' | 'decoder';

export function sideOf(block: BlockId): Side {
  if (block === 'mid') return 'mid';
  return block.startsWith('dn') ? 'encoder' : 'decoder';
}
