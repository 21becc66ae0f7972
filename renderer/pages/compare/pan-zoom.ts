import type { Attachment } from 'svelte/attachments';
import { on } from 'svelte/events';
import type { Point } from '../../ui/geometry.ts';
import { pan, type View, zoom } from './viewport.ts';

export interface Looks {
  view: View;
}

/** A button on the picture, or the line between two: theirs is what happens there. */
function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, [role=slider]') !== null;
}

/** Wheel pixels that double the size. */
const WHEEL_DOUBLES = 400;

/** Wheel zooms at the pointer, a drag moves, a double click brings the whole picture back or goes near. */
export function panZoom(looks: Looks): Attachment<HTMLElement> {
  return (pane) => {
    let from: Point | null = null;
    const placeOf = (event: MouseEvent): Point => {
      const { left, top, width, height } = pane.getBoundingClientRect();
      return { x: (event.clientX - left) / width - 0.5, y: (event.clientY - top) / height - 0.5 };
    };
    const off = [
      on(
        pane,
        'wheel',
        (event) => {
          event.preventDefault();
          looks.view = zoom(looks.view, 2 ** (-event.deltaY / WHEEL_DOUBLES), placeOf(event));
        },
        { passive: false },
      ),
      on(pane, 'pointerdown', (event) => {
        if (event.button !== 0 || isControl(event.target)) return;
        pane.setPointerCapture(event.pointerId);
        from = placeOf(event);
      }),
      on(pane, 'pointermove', (event) => {
        if (!from) return;
        const to = placeOf(event);
        looks.view = pan(looks.view, { x: to.x - from.x, y: to.y - from.y });
        from = to;
      }),
      on(pane, 'pointerup', () => (from = null)),
      on(pane, 'pointercancel', () => (from = null)),
      on(pane, 'dblclick', (event) => {
        if (isControl(event.target)) return;
        looks.view = looks.view.scale > 1 ? zoom(looks.view, 0) : zoom(looks.view, 4, placeOf(event));
      }),
    ];
    return () => {
      for (const stop of off) stop();
    };
  };
}
