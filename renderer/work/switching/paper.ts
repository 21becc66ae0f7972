/** The paper's three ways of switching (A-SDM, Table III), where there is a Base student to switch to. */
import { SWITCHING_PRESETS, type SwitchingPresetId } from '../../../native-models/strategy/switching.ts';
import type { Model } from '../../../preload/contract/model.ts';
import { whyNot } from './partners.ts';
import { fit, sameSegments, type Segments } from './segments.ts';

export interface PaperSwitching {
  readonly id: SwitchingPresetId;
  readonly segments: Segments;
}

const IDS = Object.keys(SWITCHING_PRESETS) as SwitchingPresetId[];

/** Stretched to `total` calls; the paper has 25. Empty without a Base student of the run's model, or a teacher of it. */
export function paperSwitchings(own: Model, models: readonly Model[], total: number): readonly PaperSwitching[] {
  const others = models.filter((model) => model.id !== own.id && whyNot(model, own) === null);
  const base = others.find((other) => isBaseOf(other, own));
  const teacher = base ? own : others.find((other) => isBaseOf(own, other));
  if (!teacher || total < 2) return [];
  const cast: Readonly<Record<string, string>> = { sd: teacher.id, base: (base ?? own).id };
  return IDS.map((id) => ({
    id,
    segments: fit(
      SWITCHING_PRESETS[id].map(({ unet, calls }) => ({ unet: cast[unet]!, calls })),
      total,
    ),
  }));
}

export function nameOfPaper(segments: Segments, offered: readonly PaperSwitching[]): SwitchingPresetId | null {
  return offered.find((paper) => sameSegments(paper.segments, segments))?.id ?? null;
}

/** BK-SDM Base: one layer less in every block but mid, which is kept. */
function isBaseOf({ architecture: student }: Model, { architecture: teacher }: Model): boolean {
  if (!student || !teacher || student.blocks.length !== teacher.blocks.length) return false;
  return teacher.blocks.every((block, i) => {
    const { id, resUnits } = student.blocks[i]!;
    return id === block.id && resUnits === block.resUnits - (id === 'mid' ? 0 : 1);
  });
}
