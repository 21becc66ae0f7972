/** The mask in words, block by block: what the picture shows, for those who do not see it. */
import type { Architecture, Unit } from '../../../native-models/strategy/architecture.ts';
import { unitsOf } from '../../../native-models/strategy/architecture.ts';
import type { Mask } from '../../../native-models/strategy/mask.ts';
import { shortName } from '../../words/labels.ts';

export interface BlockInWords {
  readonly block: string;
  readonly text: string;
}

export function maskAsText(architecture: Architecture, mask: Mask): readonly BlockInWords[] {
  const inherits = new Set(mask);
  return architecture.blocks.map(({ id }) => {
    const units = unitsOf(architecture).filter(({ block }) => block === id);
    const inherited = units.filter(({ id }) => inherits.has(id));
    const computed = units.filter(({ id }) => !inherits.has(id));
    return { block: id, text: sentence(inherited, computed) };
  });
}

function sentence(inherited: readonly Unit[], computed: readonly Unit[]): string {
  if (computed.length === 0) return 'all inherit';
  if (inherited.length === 0) return 'all compute';
  return `${list(computed)} compute${plural(computed)}; ${list(inherited)} inherit${plural(inherited)}`;
}

function list(units: readonly Unit[]): string {
  return units.map(shortName).join(', ');
}

function plural(units: readonly Unit[]): string {
  return units.length === 1 ? 's' : '';
}
