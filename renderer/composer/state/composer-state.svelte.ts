import { getContext, setContext } from 'svelte';
import type { Unit, UnitId } from '../../../native-models/strategy/architecture.ts';
import type { Studio } from '../../stores/studio.svelte.ts';
import type { Combination } from '../../work/composition.ts';
import { type Arrangement, recalledArrangement, rememberArrangement } from './arrangement.ts';
import type { Overlay } from './overlay.ts';
import { extendStroke, startStroke, type Stroke } from '../../work/unit-stroke.ts';
import { type DropPlace, editOfDrop, type Load, wholeBlock } from '../../work/drop.ts';
import { type Edit, paintCalls, paintUnits } from '../../work/edits.ts';
import type { CallStroke } from '../../work/call-stroke.ts';

/** A press that moves less than this is a click. */
const DRAG_THRESHOLD = 4;
/** How long a preset takes to flow onto the diagram. */
const FLOW_MS = 900;

/** What is under way on the composer: what is dragged, painted, pointed at. The composition itself is the studio's. */
export class ComposerState {
  overlay = $state<Overlay>('mask');
  combination = $state<Combination>('replace');
  load = $state.raw<Load | null>(null);
  /** Of the window, while something is dragged. */
  pointer = $state.raw<{ readonly x: number; readonly y: number } | null>(null);
  place = $state.raw<DropPlace | null>(null);
  selected = $state.raw<Unit | null>(null);
  hovered = $state.raw<Unit | null>(null);
  /** The denoiser call pointed at. */
  call = $state.raw<number | null>(null);
  stroke = $state.raw<Stroke | null>(null);
  callStroke = $state.raw<CallStroke | null>(null);
  flowing = $state(false);
  /** Says what is under a point of the window; the diagram's. */
  placeAt: (x: number, y: number) => DropPlace | null = () => null;
  #arrangement = $state<Arrangement>(recalledArrangement());
  readonly #studio: Studio;
  #flowTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(studio: Studio) {
    this.#studio = studio;
  }

  get arrangement(): Arrangement {
    return this.#arrangement;
  }

  set arrangement(arrangement: Arrangement) {
    this.#arrangement = arrangement;
    rememberArrangement(arrangement);
  }

  /** A chip that was clicked, or Enter on the diagram: dragged along until dropped or let go. */
  pickUp(load: Load): void {
    this.load = load;
    this.place = null;
    this.#preview();
  }

  letGo(): void {
    this.load = null;
    this.place = null;
    this.pointer = null;
    this.stroke = null;
    this.callStroke = null;
    this.#preview();
  }

  hoverPlace(place: DropPlace | null): void {
    this.place = place;
    this.#preview();
  }

  drop(): void {
    const edit = this.#dropEdit();
    const flows = this.load?.kind === 'mask';
    this.letGo();
    if (edit) this.perform(edit, flows);
  }

  perform(edit: Edit, flows = false): void {
    clearTimeout(this.#flowTimer);
    this.flowing = flows;
    this.#flowTimer = setTimeout(() => (this.flowing = false), FLOW_MS);
    this.#studio.composition.edit(edit);
  }

  /** Follows a press on something draggable; a press that does not move is left to its click. */
  drag(load: Load, press: PointerEvent): void {
    if (press.button !== 0) return;
    const controller = new AbortController();
    const { signal } = controller;
    const end = (drop: boolean) => {
      controller.abort();
      if (!this.pointer) return;
      // The click that follows a drag ends on whatever both ends share; it is not meant.
      const swallow = (event: Event) => event.stopPropagation();
      window.addEventListener('click', swallow, { capture: true, once: true });
      setTimeout(() => window.removeEventListener('click', swallow, { capture: true }));
      if (drop) this.drop();
      else this.letGo();
    };
    const move = (event: PointerEvent) => {
      const moved = Math.hypot(event.clientX - press.clientX, event.clientY - press.clientY);
      if (!this.pointer && moved < DRAG_THRESHOLD) return;
      this.load = load;
      this.pointer = { x: event.clientX, y: event.clientY };
      const place = this.placeAt(event.clientX, event.clientY);
      this.hoverPlace(place && event.shiftKey ? wholeBlock(place) : place);
    };
    const escape = (event: KeyboardEvent) => event.key === 'Escape' && end(false);
    window.addEventListener('pointermove', move, { signal });
    window.addEventListener('pointerup', () => end(true), { signal });
    window.addEventListener('pointercancel', () => end(false), { signal });
    window.addEventListener('keydown', escape, { signal });
  }

  paint(units: readonly UnitId[]): void {
    const { mask } = this.#studio.composition.current;
    const brush = this.load?.kind === 'brush' ? this.load.state : null;
    this.stroke = this.stroke ? extendStroke(this.stroke, units) : startStroke(mask, units, brush);
    this.#preview();
  }

  endPaint(): void {
    const stroke = this.stroke;
    this.stroke = null;
    this.#preview();
    if (stroke) this.perform(paintUnits(stroke));
  }

  paintCalls(stroke: CallStroke | null): void {
    this.callStroke = stroke;
    this.#preview();
  }

  endPaintCalls(): void {
    const stroke = this.callStroke;
    this.paintCalls(null);
    if (stroke) this.perform(paintCalls(this.#studio.next.calls, stroke));
  }

  #dropEdit(): Edit | null {
    const { architecture } = this.#studio;
    if (!this.load || !this.place || !architecture) return null;
    return editOfDrop({ load: this.load, place: this.place, combination: this.combination, architecture });
  }

  #preview(): void {
    const { composition, next } = this.#studio;
    const edit = this.stroke
      ? paintUnits(this.stroke)
      : this.callStroke
        ? paintCalls(next.calls, this.callStroke)
        : this.#dropEdit();
    composition.preview(edit ? edit.change(composition.current) : null);
  }
}

const CONTEXT = Symbol('composer');

export function provideComposer(studio: Studio): ComposerState {
  return setContext(CONTEXT, new ComposerState(studio));
}

export function getComposer(): ComposerState {
  return getContext<ComposerState>(CONTEXT);
}
