/** How the panes of a page share its room: where there is not enough for all, a pane becomes a tab at its edge. Pixels throughout. */
export type Pane = 'left' | 'bottom' | 'inspector';

export interface Room {
  readonly width: number;
  readonly height: number;
}

export interface Arrangement {
  /** Of each pane that there is; 0 for one that is closed. */
  readonly sizes: Readonly<Record<Pane, number>>;
  /** Panes that have a tab, open or closed, for there is not always room for them. */
  readonly tabs: ReadonlySet<Pane>;
}

/** A tab, across. */
export const TAB = 28;
/** What the middle keeps before a pane becomes a tab, and while a tab is open. */
const MIDDLE = { width: 460, height: 300 } as const;
const MIDDLE_BESIDE_A_TAB = { width: 280, height: 200 } as const;
/** From here on the inspector's picture is 320 pixels wide: with its margins and a scroll bar. */
const WIDE = 1300;
const PICTURE_PANE = 364;
const MOST: Readonly<Record<Pane, number>> = { left: 420, inspector: 900, bottom: 400 };

/** How far a pane can be made smaller by hand, and larger. */
export function boundsOf(pane: Pane, room: Room): { readonly min: number; readonly max: number } {
  const min = { left: 160, bottom: 120, inspector: room.width >= WIDE ? PICTURE_PANE : 280 }[pane];
  return { min, max: MOST[pane] };
}

/** Before a person says otherwise: a large window has larger panes. */
export function usualSize(pane: Pane, { width, height }: Room): number {
  const between = (least: number, share: number, most: number) => Math.round(Math.min(most, Math.max(least, share)));
  if (pane === 'left') return between(204, width * 0.1, 260);
  return pane === 'bottom' ? between(140, height * 0.16, 220) : between(PICTURE_PANE, width * 0.24, 600);
}

/**
 * @param wanted the panes that there are, and their sizes.
 * @param opened tabs that were opened: one at a side at most.
 */
export function arrange(room: Room, wanted: Partial<Record<Pane, number>>, opened: ReadonlySet<Pane>): Arrangement {
  const { left = 0, inspector = 0, bottom = 0 } = wanted;
  const least = inspector ? Math.min(inspector, boundsOf('inspector', { ...room, width: 0 }).min) : 0;
  const fits = (...sizes: readonly number[]) => sizes.reduce((sum, size) => sum + size, MIDDLE.width) <= room.width;
  const tabs = new Set<Pane>();
  if (!fits(left, least)) {
    if (left) tabs.add('left');
    if (inspector && !fits(left ? TAB : 0, least)) tabs.add('inspector');
  }
  if (bottom && bottom + MIDDLE.height > room.height) tabs.add('bottom');

  const sideTabs = [...tabs].filter((pane) => pane !== 'bottom').length * TAB;
  const asTab = (pane: Pane, size: number, most: number) => (opened.has(pane) ? Math.min(size, most) : 0);
  const beside = room.width - sideTabs - MIDDLE_BESIDE_A_TAB.width;
  const leftSize = tabs.has('left') ? asTab('left', left, beside) : left;
  const inspectorRoom = room.width - sideTabs - (tabs.has('left') ? leftSize : left);
  return {
    tabs,
    sizes: {
      left: leftSize,
      inspector: tabs.has('inspector')
        ? asTab('inspector', inspector, inspectorRoom - MIDDLE_BESIDE_A_TAB.width)
        : Math.min(
            inspector,
            Math.max(least, inspectorRoom - (leftSize && tabs.has('left') ? MIDDLE_BESIDE_A_TAB.width : MIDDLE.width)),
          ),
      bottom: tabs.has('bottom') ? asTab('bottom', bottom, room.height - TAB - MIDDLE_BESIDE_A_TAB.height) : bottom,
    },
  };
}

/** Opens or closes a tab: of the two at the sides one is open at most. */
export function toggled(opened: ReadonlySet<Pane>, pane: Pane): ReadonlySet<Pane> {
  const rest = [...opened].filter((each) => each !== pane && (each === 'bottom' || pane === 'bottom'));
  return new Set(opened.has(pane) ? rest : [...rest, pane]);
}
