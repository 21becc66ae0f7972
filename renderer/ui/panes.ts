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
const BESIDE_A_TAB = { width: 280, height: 200 } as const;
const NARROW_INSPECTOR = 280;
/** From here on the inspector's picture is 320 pixels wide: with its margins and a scroll bar. */
const WIDE = 1300;
const PICTURE_PANE = 364;
const MOST: Readonly<Record<Pane, number>> = { left: 420, inspector: 900, bottom: 400 };

/** How far a pane can be made smaller by hand, and larger. */
export function boundsOf(pane: Pane, room: Room): { readonly min: number; readonly max: number } {
  const min = { left: 160, bottom: 120, inspector: room.width >= WIDE ? PICTURE_PANE : NARROW_INSPECTOR }[pane];
  return { min, max: MOST[pane] };
}

/** Before a person says otherwise: a large window has larger panes. */
export function usualSize(pane: Pane, { width, height }: Room): number {
  const between = (least: number, share: number, most: number) => Math.round(Math.min(most, Math.max(least, share)));
  if (pane === 'left') return between(216, width * 0.1, 260);
  return pane === 'bottom' ? between(140, height * 0.16, 220) : between(PICTURE_PANE, width * 0.24, 600);
}

type Sizes = Readonly<Record<Pane, number>>;

/**
 * @param wanted the panes that there are, and their sizes.
 * @param opened tabs that were opened: one at a side at most.
 */
export function arrange(room: Room, wanted: Partial<Sizes>, opened: ReadonlySet<Pane>): Arrangement {
  const sizes: Sizes = { left: 0, inspector: 0, bottom: 0, ...wanted };
  const tabs = tabsFor(room, sizes);
  const across = room.width - TAB * (Number(tabs.has('left')) + Number(tabs.has('inspector')));
  const asTab = (pane: Pane, most: number) => (opened.has(pane) ? Math.min(sizes[pane], most) : 0);

  const left = tabs.has('left') ? asTab('left', across - BESIDE_A_TAB.width) : sizes.left;
  const beside = across - left;
  const middle = tabs.has('left') && left > 0 ? BESIDE_A_TAB : MIDDLE;
  const inspector = tabs.has('inspector')
    ? asTab('inspector', beside - BESIDE_A_TAB.width)
    : Math.min(sizes.inspector, Math.max(narrowest(sizes), beside - middle.width));
  const bottom = tabs.has('bottom') ? asTab('bottom', room.height - TAB - BESIDE_A_TAB.height) : sizes.bottom;
  return { tabs, sizes: { left, inspector, bottom } };
}

/** The left pane gives way first, then the inspector. */
function tabsFor({ width, height }: Room, sizes: Sizes): ReadonlySet<Pane> {
  const isLeft = sizes.left > 0 && sizes.left + MIDDLE.width + narrowest(sizes) > width;
  const left = isLeft ? TAB : sizes.left;
  const isInspector = sizes.inspector > 0 && left + MIDDLE.width + narrowest(sizes) > width;
  const isBottom = sizes.bottom > 0 && sizes.bottom + MIDDLE.height > height;
  const is = { left: isLeft, inspector: isInspector, bottom: isBottom } as const;
  return new Set((Object.keys(is) as Pane[]).filter((pane) => is[pane]));
}

/** The inspector is made narrower before anything becomes a tab. */
function narrowest({ inspector }: Sizes): number {
  return Math.min(inspector, NARROW_INSPECTOR);
}

/** Opens or closes a tab: of the two at the sides one is open at most. */
export function toggled(opened: ReadonlySet<Pane>, pane: Pane): ReadonlySet<Pane> {
  const rest = [...opened].filter((each) => each !== pane && (each === 'bottom' || pane === 'bottom'));
  return new Set(opened.has(pane) ? rest : [...rest, pane]);
}
