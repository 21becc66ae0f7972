import { unitsOf } from '../../native-models/strategy/architecture.ts';
import type { Command } from '../commands/command.ts';
import type { Studio } from '../stores/studio.svelte.ts';
import { type Arrangement, ARRANGEMENTS } from './state/arrangement.ts';
import type { ComposerState } from './state/composer-state.svelte.ts';
import { type Overlay, OVERLAYS } from './state/overlay.ts';
import { setUnits } from '../work/edits.ts';

/** What can be asked for while the composer is on screen. */
export function composerCommands(studio: Studio, composer: ComposerState): readonly Command[] {
  const all = () => (studio.architecture ? unitsOf(studio.architecture).map(({ id }) => id) : []);
  return [
    {
      id: 'brush-compute',
      title: 'Pick up Compute',
      section: 'Compose',
      shortcut: 'C',
      undoable: false,
      run: () => composer.pickUp({ kind: 'brush', state: 'compute' }),
    },
    {
      id: 'brush-inherit',
      title: 'Pick up Inherit',
      section: 'Compose',
      shortcut: 'I',
      undoable: false,
      run: () => composer.pickUp({ kind: 'brush', state: 'inherit' }),
    },
    {
      id: 'let-go',
      title: 'Let go',
      section: 'Compose',
      shortcut: 'Esc',
      undoable: false,
      enabled: () => composer.load !== null,
      run: () => composer.letGo(),
    },
    {
      id: 'compute-all',
      title: 'Compute every unit',
      section: 'Compose',
      shortcut: 'Shift+C',
      undoable: true,
      change: (composition) => setUnits('every unit', all(), 'compute').change(composition),
    },
    {
      id: 'inherit-all',
      title: 'Inherit every unit',
      section: 'Compose',
      shortcut: 'Shift+I',
      undoable: true,
      change: (composition) => setUnits('every unit', all(), 'inherit').change(composition),
    },
    ...(Object.keys(ARRANGEMENTS) as Arrangement[]).map((arrangement): Command => ({
      id: `arrange-${arrangement}`,
      title: ARRANGEMENTS[arrangement].command,
      section: 'View',
      shortcut: ARRANGEMENTS[arrangement].shortcut,
      undoable: false,
      run: () => {
        composer.arrangement = arrangement;
      },
    })),
    ...(Object.keys(OVERLAYS) as Overlay[]).map((overlay, index): Command => ({
      id: `overlay-${overlay}`,
      title: `Overlay: ${OVERLAYS[overlay].title}`,
      section: 'View',
      shortcut: String(index + 1),
      undoable: false,
      run: () => {
        composer.overlay = overlay;
      },
    })),
  ];
}
