import { type Architecture, type BlockId, parseUnitId, sideOf, type UnitId } from './architecture.ts';
import { z } from 'zod';

/** A unit id as files have it. @param architecture with it, a unit that this UNet lacks is an error. */
export function unitIdIn(architecture: Architecture | undefined) {
  return z.string(NEEDS_TEXT).transform((text, context): UnitId => {
    const complaint = complaintAbout(text, architecture);
    if (complaint) context.addIssue({ code: 'custom', message: complaint });
    return text as UnitId;
  });
}

const NEEDS_TEXT = 'write unit ids as text, such as "dn1.0.res"';

/** What is wrong with a unit id; null where nothing is. */
function complaintAbout(text: string, architecture: Architecture | undefined): string | null {
  const unit = parseUnitId(text);
  if (!unit) return `"${text}" is not a unit id; write block.layer.kind, such as dn1.0.res, mid.0.attn or up3.2.attn`;
  if (!architecture) return null;

  const complain = (found: string) => `"${text}" is not a unit of this UNet; ${found}`;
  const block = architecture.blocks.find(({ id }) => id === unit.block);
  if (!block) return complain(describeSide(unit.block, architecture));
  const [units, kind] = unit.kind === 'res' ? [block.resUnits, 'ResUnit'] : [block.attnUnits, 'AttnUnit'];
  if (unit.layer < units) return null;
  if (units === 0) return complain(`its ${block.id} has no ${kind}s`);
  return complain(
    units === 1
      ? `its ${block.id} has one ${kind}, in layer 0`
      : `the ${kind}s of its ${block.id} are in layers 0..${units - 1}`,
  );
}

const SIDE_NAMES = { encoder: 'down blocks', decoder: 'up blocks' } as const;

function describeSide(missing: BlockId, { blocks }: Architecture): string {
  const side = sideOf(missing);
  if (side === 'mid') return 'it has no mid block';
  const ids = blocks.map(({ id }) => id).filter((id) => sideOf(id) === side);
  return `its ${SIDE_NAMES[side]} are ${ids[0]}..${ids.at(-1)}`;
}
