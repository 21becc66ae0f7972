/** Elements that show a picture, so that a double click, Space and the menu find it wherever it is. */
import type { Attachment } from 'svelte/attachments';
import type { PicturePlace } from '../stores/shown-picture.ts';

/** @param event where it was pointed at; null where the element has the focus, or shows but one. */
export type PictureOf = (event: MouseEvent | null) => PicturePlace | null;

const PICTURES = new WeakMap<Element, PictureOf>();
const MARK = 'data-picture';

/** The element shows this picture; or it holds the focus for one that is chosen in it. */
export function showsPicture(picture: PictureOf): Attachment<Element> {
  return (element) => {
    PICTURES.set(element, picture);
    element.setAttribute(MARK, '');
    return () => {
      PICTURES.delete(element);
      element.removeAttribute(MARK);
    };
  };
}

/** What the nearest element around a target shows; null where none does. */
export function pictureAround(target: EventTarget | null): PictureOf | null {
  const element = target instanceof Element ? target.closest(`[${MARK}]`) : null;
  return element ? (PICTURES.get(element) ?? null) : null;
}
