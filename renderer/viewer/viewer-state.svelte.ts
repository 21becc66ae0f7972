import { type Fit, fitOf, PANE, type View, WHOLE, within, zoom } from '../viewport/viewport.ts';
import { perStudio } from '../stores/per-studio.svelte.ts';
import { neighbourOf, type PicturePlace, type ShownPicture } from '../stores/shown-picture.ts';
import type { PictureSize } from '../ui/frame.ts';

/** So many before the last, more are asked for. */
const AHEAD = 8;

/** Which picture is looked at over the whole window, and how; else which one its commands are about. */
export class ViewerState {
  #open = $state.raw<PicturePlace | null>(null);
  view = $state.raw<View>(WHOLE);
  /** Of the picture in its pane; measured by who shows it. */
  bounds = $state.raw<Fit>({ ...PANE, oneToOne: 1 });
  /** Beside the picture. */
  settings = $state(false);
  /** What has the focus shows this, as long as it has it. */
  focused = $state.raw<(() => PicturePlace | null) | null>(null);
  /** What the menu was opened on. */
  pointed = $state.raw<PicturePlace | null>(null);

  /** What the commands of pictures are about. */
  readonly place: PicturePlace | null = $derived(this.pointed ?? this.#open ?? this.focused?.() ?? null);
  /** Of the pictures that it is among: its number from 1, and how many there are. */
  readonly position = $derived.by(() => {
    const pictures = this.#open?.album() ?? [];
    return { at: pictures.findIndex(({ key }) => key === this.shown?.key) + 1, of: pictures.length };
  });

  get shown(): ShownPicture | null {
    return this.#open?.shown ?? null;
  }

  open(place: PicturePlace): void {
    this.view = WHOLE;
    this.#open = place;
  }

  close(): void {
    this.#open = null;
  }

  /** Whether there is a neighbour on that side. */
  has(by: number): boolean {
    return this.#open !== null && neighbourOf(this.#open, by) !== null;
  }

  /** The view stays where it is: a detail is looked at in one picture after the other. */
  step(by: number): void {
    const next = this.#open && neighbourOf(this.#open, by);
    if (!this.#open || !next) return;
    this.#open = { ...this.#open, shown: next };
    const { at, of } = this.position;
    if (at + AHEAD > of) this.#open.more?.();
  }

  /** A picture of another form is looked at whole. @param density the screen's pixels for each of the pane's. */
  measure(picture: PictureSize, pane: PictureSize, density: number): void {
    const before = this.bounds;
    this.bounds = fitOf(picture, pane, density);
    const sameForm = this.bounds.x === before.x && this.bounds.y === before.y;
    this.view = sameForm ? within(this.view, this.bounds) : WHOLE;
  }

  zoomBy(factor: number): void {
    this.view = zoom(this.view, factor, { x: 0, y: 0 }, this.bounds);
  }

  showWhole(): void {
    this.view = WHOLE;
  }

  showOneToOne(at = { x: 0, y: 0 }): void {
    this.view = zoom(this.view, this.bounds.oneToOne / this.view.scale, at, this.bounds);
  }
}

export const viewerOf = perStudio(() => new ViewerState());
