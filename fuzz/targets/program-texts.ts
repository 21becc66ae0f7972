/** What other programs write of how a picture was made: as texts by keyword, and in the files that they write. */
import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { type CarryingFormat, readCarried, withCarried } from '../../main/pictures/carried-texts.ts';
import { A1111_FILES } from '../../main/pictures/a1111-files.fixture.ts';
import { examplePicture } from '../../main/pictures/example-picture.fixture.ts';
import { encodePng } from '../../main/pictures/picture.ts';
import { OTHERS_KEYWORDS } from '../../main/pictures/programs/programs.ts';
import { othersRun } from '../../main/pictures/programs/others-run.ts';
import { withinLimits } from '../../main/studio/pictures/within-limits.ts';
import { someRunSettings } from '../../preload/contract/run-settings.ts';
import { mutatedBytes, mutatedText } from '../mutations/bytes.ts';
import { mutatedJson } from '../mutations/json.ts';
import { mutatedLine } from '../mutations/words.ts';
import type { Target } from '../target.ts';

const SAMPLES = new URL('../../main/pictures/programs/samples/', import.meta.url);
const files = readdirSync(SAMPLES)
  .filter((name) => !name.endsWith('.py'))
  .map((name) => readFileSync(new URL(name, SAMPLES)));

/** Texts of one file by keyword. */
type Texts = Readonly<Record<string, string>>;

const samples = files
  .map((file): Texts => Object.fromEntries(readCarried(file, OTHERS_KEYWORDS).texts))
  .filter((texts) => Object.keys(texts).length > 0);

function objectIn(text: string): unknown {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' ? json : undefined;
  } catch {
    return undefined;
  }
}

/** By its structure where it has one: JSON, or fields on a line. */
function mutated(text: string): fc.Arbitrary<string> {
  const json = objectIn(text);
  return json === undefined
    ? fc.oneof({ weight: 3, arbitrary: mutatedLine(text) }, { weight: 1, arbitrary: mutatedText([text]) })
    : fc.oneof(
        { weight: 4, arbitrary: mutatedJson([json]).map((changed) => JSON.stringify(changed.json) ?? '') },
        { weight: 1, arbitrary: mutatedText([text]) },
      );
}

/** Any of its texts changed, and sometimes under another's keyword. */
const inputs: fc.Arbitrary<Texts> = fc
  .constantFrom(...samples)
  .chain((texts) =>
    fc
      .constantFrom(...Object.entries(texts))
      .chain(([keyword, text]) =>
        fc
          .tuple(
            fc.oneof({ weight: 5, arbitrary: fc.constant(keyword) }, fc.constantFrom(...OTHERS_KEYWORDS)),
            mutated(text),
          )
          .map(([under, changed]) => ({ ...texts, [under]: changed })),
      ),
  );

/** @returns what about the settings is nonsense. @throws what a person would be told. */
function taken(texts: ReadonlyMap<string, string>): string | null {
  const found = othersRun(texts);
  if (!found) return null;
  const { settings, notes } = withinLimits({ ...found, grid: null });
  if (settings && !someRunSettings.safeParse(settings).success) return 'settings that the contract refuses';
  return notes.some((note) => /undefined|\[object Object\]|NaN/.test(note) && !shown(texts, note))
    ? 'a note with words of JavaScript'
    : null;
}

/** What stands in the text itself may stand in a note. */
function shown(texts: ReadonlyMap<string, string>, note: string): boolean {
  return [...texts.values()].some((text) => /undefined|\[object Object\]|NaN/.test(text)) || note.length === 0;
}

export const programTexts: Target<Texts> = {
  name: 'program-texts',
  inputs,
  open: async () => ({ try: async (texts) => taken(new Map(Object.entries(texts))) }),
};

const BLANK: Readonly<Record<CarryingFormat, Buffer>> = {
  png: encodePng(examplePicture(16, 1, 0)),
  jpeg: A1111_FILES.jpeg,
  webp: A1111_FILES.webp,
};

/** A file as it was written, changed in its bytes; or a changed text in a whole file. */
const carriers = fc.oneof(
  { weight: 3, arbitrary: mutatedBytes(files) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom<CarryingFormat>('png', 'jpeg', 'webp'), inputs)
      .map(([format, texts]) => written(format, texts)),
  },
);

function written(format: CarryingFormat, texts: Texts): Buffer {
  const { parameters = '', ...others } = texts;
  const json = new Map(Object.entries(others).filter(([keyword]) => /^[\w-]{1,79}$/.test(keyword)));
  try {
    return withCarried(BLANK[format], format, { parameters, json });
  } catch {
    return BLANK[format]; // no room for it: a WebP without an extended header
  }
}

/** As base64. */
export const programFiles: Target<string> = {
  name: 'program-files',
  inputs: carriers.map((file) => file.toString('base64')),
  open: async () => ({
    async try(input) {
      return taken(readCarried(Buffer.from(input, 'base64'), OTHERS_KEYWORDS).texts);
    },
  }),
};
