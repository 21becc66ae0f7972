import type { Attachment } from 'svelte/attachments';
import { on } from 'svelte/events';
import type { Point } from '../ui/geometry.ts';
import { pinched } from './pinch.ts';
import { type Bounds, canPan, pan, type View, zoom } from './viewport.ts';

export interface Looks {
  view: View;
  /** Left out: the pane's own frame. */
  readonly bounds?: Bounds;
}

/** A button on the picture, or the line between two: theirs is what happens there. */
function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, [role=slider]') !== null;
}

/** Wheel pixels that double the size; a pinch on a touchpad comes as a wheel with Ctrl, in smaller steps. */
const WHEEL_DOUBLES = 400;
const TOUCHPAD_DOUBLES = 100;

/** Wheel and pinch zoom at the pointer, a drag moves. */
export function panZoom(looks: Looks): Attachment<HTMLElement> {
  return (pane) => {
    /** Every pointer that is down, where it was last. */
    const down = new Map<number, Point>();
    const placeOf = (event: MouseEvent): Point => {
      const { left, top, width, height } = pane.getBoundingClientRect();
      return { x: (event.clientX - left) / width - 0.5, y: (event.clientY - top) / height - 0.5 };
    };
    const lift = (event: PointerEvent) => down.delete(event.pointerId);
    const off = [
      on(
        pane,
        'wheel',
        (event) => {
          event.preventDefault();
          const doubles = event.ctrlKey ? TOUCHPAD_DOUBLES : WHEEL_DOUBLES;
          looks.view = zoom(looks.view, 2 ** (-event.deltaY / doubles), placeOf(event), looks.bounds);
        },
        { passive: false },
      ),
      on(pane, 'pointerdown', (event) => {
        if (event.button !== 0 || isControl(event.target)) return;
        // What cannot be moved may be dragged out of the window.
        if (event.pointerType === 'mouse' && !canPan(looks.view, looks.bounds)) return;
        pane.setPointerCapture(event.pointerId);
        down.set(event.pointerId, placeOf(event));
      }),
      on(pane, 'pointermove', (event) => {
        const from = down.get(event.pointerId);
        if (!from) return;
        const to = placeOf(event);
        const [other] = [...down].filter(([id]) => id !== event.pointerId);
        looks.view = other
          ? pinched(looks.view, { still: other[1], from, to }, pane.getBoundingClientRect(), looks.bounds)
          : pan(looks.view, { x: to.x - from.x, y: to.y - from.y }, looks.bounds);
        down.set(event.pointerId, to);
      }),
      on(pane, 'pointerup', lift),
      on(pane, 'pointercancel', lift),
    ];
    return () => {
      for (const stop of off) stop();
    };
  };
}
