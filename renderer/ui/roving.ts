import type { Attachment } from 'svelte/attachments';
import { roved } from './rove.ts';

type Stop = HTMLElement | SVGElement;

const STOPS = 'button:not(:disabled), a[href], [role=checkbox], li[tabindex]';
/** What Tab comes to first: the one that is chosen. */
const CHOSEN = '[aria-pressed=true], [aria-current]:not([aria-current=false]), [aria-selected=true]';

/**
 * Makes the buttons and links of an element one stop of Tab, with arrows, Home and End from one to the next (a roving tabindex).
 * What of it takes text keeps its own stop.
 * @param row selects what goes around a thing with buttons of its own, such as a card: left and right then stay in it. Left out:
 *   what stands side by side is a row.
 */
export function roving(row?: string): Attachment<Stop> {
  return (list) => {
    let current: Stop | null = null;
    list.dataset['roving'] = '';

    // A list within an entry of this one is a stop of its own.
    const stopsOf = () =>
      [...list.querySelectorAll<Stop>(STOPS)].filter(
        (stop) => stop.parentElement?.closest('[data-roving]') === list && stop.checkVisibility(),
      );

    function settle() {
      const stops = stopsOf();
      if (!current || !stops.includes(current)) {
        current = stops.find((stop) => stop.matches(CHOSEN)) ?? stops[0] ?? null;
      }
      for (const stop of stops) {
        const index = stop === current ? 0 : -1;
        if (stop.tabIndex !== index) stop.tabIndex = index;
      }
    }

    function onfocusin({ target }: Event) {
      const stop = stopsOf().find((stop) => stop === target);
      if (!stop) return;
      current = stop;
      settle();
    }

    function onkeydown(event: Event) {
      if (!(event instanceof KeyboardEvent)) return;
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const rows = rowsOf(stopsOf(), row);
      const at = rows.findIndex((stops) => stops.some((stop) => stop === event.target));
      if (at < 0) return;
      const column = rows[at]!.findIndex((stop) => stop === event.target);
      const to = roved(
        event.key,
        { row: at, column },
        rows.map(({ length }) => length),
      );
      if (!to) return;
      event.preventDefault();
      event.stopPropagation();
      rows[to.row]![to.column]!.focus();
    }

    settle();
    const observer = new MutationObserver(settle);
    observer.observe(list, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] });
    // Where there is less room some are not shown.
    window.addEventListener('resize', settle);
    list.addEventListener('focusin', onfocusin);
    list.addEventListener('keydown', onkeydown);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', settle);
      list.removeEventListener('focusin', onfocusin);
      list.removeEventListener('keydown', onkeydown);
    };
  };
}

/** What stands side by side has its middle on one line. */
function rowsOf(stops: readonly Stop[], row: string | undefined): readonly (readonly Stop[])[] {
  const rows = Map.groupBy(stops, (stop) => (row ? stop.closest(row) : middleOf(stop.getBoundingClientRect())));
  return [...rows.values()];
}

function middleOf({ top, height }: DOMRect): number {
  return Math.round(top + height / 2);
}
