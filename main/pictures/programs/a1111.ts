/** AUTOMATIC1111's web UI, and all that write its text: in `parameters`, an EXIF comment, or where converters put it. */
import { CIVITAI } from './civitai.ts';
import { type Infotext, readInfotext, saysSettings } from './infotext.ts';
import type { Format } from './said.ts';
import type { Texts } from './texts.ts';
import { PARAMETERS_JSON } from './stability-matrix.ts';

/** Where nothing but settings is written, and where anything may stand. */
const [OWN, SHARED] = [
  'parameters',
  ['UserComment', 'Comment', 'ImageDescription', 'Description', 'XPComment', 'xmp:UserComment', 'xmp:description'],
] as const;

interface Writer {
  readonly name: string;
  wrote(fields: ReadonlyMap<string, string>, texts: Texts): boolean;
}

const version = (pattern: RegExp) => (fields: ReadonlyMap<string, string>) => pattern.test(fields.get('Version') ?? '');

/** Who wrote it: the first that knows its own. */
const WRITERS: readonly Writer[] = [
  { name: 'Heirloom', wrote: version(/^heirloom /) },
  { name: CIVITAI, wrote: (fields) => fields.has('Civitai resources') || fields.has('Civitai metadata') },
  { name: 'Fooocus', wrote: version(/^Fooocus/) },
  { name: 'stable-diffusion.cpp', wrote: version(/^stable-diffusion\.cpp/) },
  { name: 'ComfyUI', wrote: version(/^ComfyUI/) },
  { name: 'Stability Matrix', wrote: (_, texts) => texts.has(PARAMETERS_JSON) },
  { name: 'SD.Next', wrote: (fields) => fields.has('App') || fields.get('Backend') === 'Diffusers' },
  { name: 'Forge Neo', wrote: version(/^neo/) },
  { name: 'Forge', wrote: version(/^f\d/) },
  { name: 'Draw Things', wrote: (_, texts) => texts.get('xmp:CreatorTool') === 'Draw Things' },
  { name: "AUTOMATIC1111's web UI", wrote: version(/^v?\d+\.\d/) },
];

export const a1111: Format = {
  keywords: [OWN, ...SHARED.filter((keyword) => !keyword.startsWith('xmp:'))],
  read(texts) {
    const own = texts.get(OWN);
    if (texts.object(OWN)) return { program: 'another program', why: 'this form of them is not known' };
    const found = own === undefined ? sharedIn(texts) : readInfotext(own);
    return found && { program: writerOf(found, texts), ...found };
  },
};

function sharedIn(texts: Texts): Infotext | null {
  const written = SHARED.flatMap((keyword) => texts.get(keyword) ?? []).map(readInfotext);
  return written.find(saysSettings) ?? null;
}

function writerOf({ fields }: Infotext, texts: Texts): string {
  return WRITERS.find(({ wrote }) => wrote(fields, texts))?.name ?? 'another program';
}
