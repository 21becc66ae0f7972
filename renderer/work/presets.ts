import type { Preset, PresetId } from '../../native-models/strategy/presets.ts';

/** The ones worth trying first, by the paper's scores and how sure we are of them; the rest follows in the paper's order. */
const FIRST: readonly PresetId[] = ['CO6', 'CO5', 'CO3', 'EX3', 'RI', 'LI1', 'DE3', 'AI'];

export function inOrder(presets: readonly Preset[]): readonly Preset[] {
  const rank = ({ id }: Preset) => (FIRST.includes(id) ? FIRST.indexOf(id) : FIRST.length);
  return presets.toSorted((a, b) => rank(a) - rank(b));
}
