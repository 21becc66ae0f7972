/** What the middle of the composer shows: chosen by a key each, and remembered by the window. */
import { recall, remember } from '../../host/browser-memory.ts';

export const ARRANGEMENTS = {
  diagram: { title: 'Diagram', command: 'Diagram large', shortcut: 'D', hint: 'The UNet; the picture is at the side.' },
  both: {
    title: 'Both',
    command: 'Diagram and picture, half and half',
    shortcut: 'H',
    hint: 'The UNet and the picture, half and half.',
  },
  picture: {
    title: 'Picture',
    command: 'Picture large',
    shortcut: 'P',
    hint: 'The picture, as large as there is room.',
  },
} as const;
export type Arrangement = keyof typeof ARRANGEMENTS;

const KEY = 'heirloom.compose-arrangement';

export function recalledArrangement(): Arrangement {
  const kept = recall<string>(KEY);
  return kept !== null && kept in ARRANGEMENTS ? (kept as Arrangement) : 'diagram';
}

export function rememberArrangement(arrangement: Arrangement): void {
  remember(KEY, arrangement);
}
