/** Every format of other programs that is read, a row each. */
import { a1111 } from './a1111.ts';
import { civitai } from './civitai.ts';
import { comfyUi } from './comfyui.ts';
import { drawThings } from './draw-things.ts';
import { easyDiffusion } from './easy-diffusion.ts';
import { fooocus } from './fooocus.ts';
import { invokeAi } from './invokeai.ts';
import { novelAi } from './novelai.ts';
import type { Format, NotRead, Said } from './said.ts';
import { stabilityMatrix } from './stability-matrix.ts';
import { swarmUi } from './swarmui.ts';
import { Texts } from './texts.ts';

/** The first that knows its own reads. ComfyUI comes last: what adds A1111's text to a graph says there what the graph came to. */
const FORMATS: readonly Format[] = [
  swarmUi,
  civitai,
  fooocus,
  drawThings,
  invokeAi,
  novelAi,
  easyDiffusion,
  stabilityMatrix,
  a1111,
  comfyUi,
];

/** Keywords of PNG under which any of them writes. */
export const OTHERS_KEYWORDS: readonly string[] = [...new Set(FORMATS.flatMap(({ keywords }) => keywords))];

/** What another program's texts, by keyword, say; null where they are nobody's that is known. */
export function readOthers(carried: ReadonlyMap<string, string>): Said | NotRead | null {
  const texts = new Texts(carried);
  let unread: NotRead | null = null;
  for (const format of FORMATS) {
    const found = format.read(texts);
    if (found && 'fields' in found) return found;
    unread = found ?? unread; // the later know more of their own
  }
  return unread;
}
