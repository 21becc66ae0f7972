/** A start picture and the size of its run: whichever is said decides, and what the other loses by it is said. */
import { LIMITS } from '../../native-models/vocabulary.ts';
import { cutOff, fitInWords, type Pixels } from '../../preload/settings/fit-in-words.ts';
import { decoder } from '../pictures/decoder/decoder.ts';
import type { PictureSource } from '../pictures/decoder/picture-decoder.ts';
import type { Settings } from './settings.ts';

/**
 * 1024x1024: beyond, these models compose badly, and decoding takes more than the 6 GB that it takes here. Who wants more says so
 * (`--size`).
 */
const MAX_OWN_PIXELS = 1024 * 1024;

/**
 * The run's size where only the start picture says one: its own, with sides that the model makes.
 * @param multiple pixels that each side is a multiple of.
 * @returns with it what a person should know, where it is not the picture's own after all.
 */
export function sizeLike(own: Pixels, multiple: number): Pixels & { readonly notes: readonly string[] } {
  const scale = Math.min(1, Math.sqrt(MAX_OWN_PIXELS / (own.width * own.height)));
  const most = Math.floor(LIMITS.side.max / multiple) * multiple;
  const near = (side: number) => Math.min(most, Math.max(1, Math.round((side * scale) / multiple)) * multiple);
  const [width, height] = [near(own.width), near(own.height)];
  if (width === own.width && height === own.height) return { width, height, notes: [] };
  const why = scale < 1 ? 'a larger run has to be asked for with --size' : `sides are multiples of ${multiple}`;
  const note = `the start picture is ${own.width}x${own.height}, the run ${width}x${height}: ${why}`;
  return { width, height, notes: [note] };
}

/**
 * The picture as it goes into a run of this size, and what a person should know of that.
 * @param source its path, or its bytes. @param where what messages call it.
 * @throws Problem where it cannot be read.
 */
export async function startPicture(
  source: PictureSource,
  strength: number,
  size: Pixels,
  where = 'start picture',
): Promise<Required<NonNullable<Settings['initImage']>>> {
  const { image, from } = await decoder.fitted(source, size, where);
  return { image, strength, notes: notesOf(from, size) };
}

/** As the run's warnings are: one clause, no full stop. What is only scaled looks the same, and is no news. */
function notesOf(from: Pixels, to: Pixels): readonly string[] {
  const { beside, above } = cutOff(from, to);
  if (beside === 0 && above === 0) return [];
  const words = fitInWords(from, to).replace(/\.$/, '');
  return [`the start picture has other proportions than the run: ${words.charAt(0).toLowerCase()}${words.slice(1)}`];
}
