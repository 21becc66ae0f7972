/**
 * The program's one reader of foreign pictures: whoever has a file that Heirloom did not make a moment ago asks here. One for
 * all, so that their processes and their memory do not add up.
 */
import { PictureDecoder } from './picture-decoder.ts';

/**
 * Its process is started when it is first asked for a picture. A host that starts processes in another way than Node's says so
 * (`startBy`), and one that closes ends it (`rest`).
 */
export const decoder = new PictureDecoder();
