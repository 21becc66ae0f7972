/** Pictures dropped on the window: whole files of any format, and what they say of how they were made. */
import * as fc from 'fast-check';
import { A1111_FILES, A1111_TEXT } from '../../main/pictures/a1111-files.fixture.ts';
import { examplePicture } from '../../main/pictures/example-picture.fixture.ts';
import { encodePng } from '../../main/pictures/picture.ts';
import { withTexts } from '../../main/pictures/png-text.ts';
import { LIMITS } from '../../native-models/vocabulary.ts';
import { mutatedBytes, mutatedText } from '../mutations/bytes.ts';
import type { Target } from '../target.ts';
import { openIdleStudio } from './a-studio.ts';

const png = encodePng(examplePicture(16, 1, 0));
const GIF = Buffer.from('R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=', 'base64');
const withParameters = (text: string, encoding: 'latin1' | 'utf8') =>
  withTexts(png, [{ keyword: 'parameters', text, encoding }]);

const PARAMETERS = [
  A1111_TEXT,
  'a fox\nSteps: 20, Sampler: Euler a, Schedule type: Karras, CFG scale: 7, Seed: 5, Size: 64x64, Model: "a, b", Version: v1.10',
  JSON.stringify({ sui_image_params: { prompt: 'a fox', seed: 5, steps: 25, cfgscale: 7, width: 64, height: 64 } }),
];

/** Names that programs write texts under. */
const keyword = fc.constantFrom('parameters', 'prompt', 'workflow', 'invokeai_metadata', 'Comment', 'heirloom', 'heirloom-grid', 'Software'); // prettier-ignore

/** A base64 file: so does its JSON stay short. */
type Input = string;

const withText = fc
  .record({ keyword, text: mutatedText(PARAMETERS), encoding: fc.constantFrom('latin1' as const, 'utf8' as const) })
  .map((text) => withTexts(png, [text]));

export const pictures: Target<Input> = {
  name: 'pictures',
  inputs: fc
    .oneof(
      mutatedBytes([png, GIF, A1111_FILES.jpeg, A1111_FILES.webp, withParameters(A1111_TEXT, 'latin1')]),
      withText,
      fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)),
    )
    .map((bytes) => bytes.toString('base64')),
  async open(folder) {
    const { client, quiet, close } = openIdleStudio(folder);
    return {
      close,
      async try(input) {
        const file = new Blob([Buffer.from(input, 'base64')]);
        const { settings } = await client.pictures.read({ file });
        quiet();
        const { steps = 1, width = 8 } = settings ?? {};
        return steps <= LIMITS.steps.max && width <= LIMITS.side.max ? null : 'settings that no run can have';
      },
    };
  },
};
