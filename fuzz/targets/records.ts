/** What Heirloom wrote itself and reads again: records in pictures, and the small files of a data folder and of a model. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { readRecords } from '../../main/downloads/download-record.ts';
import { NetworkStore } from '../../main/downloads/network-settings.ts';
import { recommendationOf } from '../../main/models/recommendation.ts';
import { parseGridRecord } from '../../main/pictures/grid-record.ts';
import { parseRecord } from '../../main/pictures/picture-record.ts';
import stored from '../../main/pictures/stored-forms.fixture.json' with { type: 'json' };
import { LIMITS } from '../../native-models/vocabulary.ts';
import { mutatedText } from '../mutations/bytes.ts';
import { mutatedJson } from '../mutations/json.ts';
import type { Target } from '../target.ts';

const PICTURES = stored.records.map(({ json }) => json);
const { device, prompt, negativePrompt, width, height, steps, guidanceScale, scheduler, seed } = JSON.parse(PICTURES[0]!) as Readonly<Record<string, unknown>>; // prettier-ignore
const SETTINGS = { modelId: 'embedded', device, prompt, negativePrompt, width, height, steps, guidanceScale, scheduler, seed, strategy: null, initImage: null, vaeTiling: false }; // prettier-ignore
const GRID = JSON.stringify({
  version: 1,
  program: { name: 'heirloom', version: '0.1.0' },
  created: '2026-10-05T12:00:00.000Z',
  group: 'a grid',
  settings: SETTINGS,
  axes: [{ kind: 'seed', values: [1, 2], labels: ['1', '2'] }, { kind: 'prompt', values: ['a fox'], labels: ['a fox'] }],
  models: { embedded: 'heirloom-emoji' },
  cells: [{ run: 1, picture: '0'.repeat(64), seconds: 1, speedup: 1.5, psnr: 30 }, null],
}); // prettier-ignore
const ID = '0f8fad5b-d9cb-469f-a165-70867728950e';
const JOB = JSON.stringify({
  id: ID,
  createdAt: '2026-10-05T12:00:00.000Z',
  title: 'a model',
  from: 'hub.example',
  target: ['owner', 'name'],
  files: [{ path: 'unet/config.json', bytes: 10, checksum: { kind: 'git', hex: 'a'.repeat(40) }, at: { repository: 'owner/name', commit: 'c'.repeat(40), path: 'unet/config.json' } }],
  paused: true,
}); // prettier-ignore
const CARD = JSON.stringify({ steps: 25, guidanceScale: 5, scheduler: 'ddim', negativePrompt: 'blurry', prompts: ['a fox', 'a rocket'] }); // prettier-ignore
const NETWORK = JSON.stringify({ hub: 'https://hub.example', proxy: null, token: 'hf_secret', keychainName: null });

type Kind = 'picture' | 'grid' | 'download' | 'model card' | 'network';
const SEEDS: Readonly<Record<Kind, readonly string[]>> = {
  picture: PICTURES,
  grid: [GRID],
  download: [JOB],
  'model card': [CARD],
  network: [NETWORK],
};

interface Input {
  readonly kind: Kind;
  readonly text: string;
}

const changed = (seeds: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: mutatedJson(seeds.map((text) => JSON.parse(text) as unknown)).map(({ json }) => JSON.stringify(json) ?? ''),
    },
    { weight: 1, arbitrary: mutatedText(seeds) },
  ); // prettier-ignore

/** Reads one. @returns what about it makes no sense. */
type Read = (text: string, folder: string) => Promise<string | null> | string | null;

const READERS: Readonly<Record<Kind, Read>> = {
  picture: (text) => (parseRecord(text, 'a picture').version === 1 ? null : 'a record of another version'),
  grid: (text) => {
    const { axes } = parseGridRecord(text, 'a picture');
    return axes.every(({ values, labels }) => values.length === labels.length) ? null : 'values without labels';
  },
  async download(text, folder) {
    put(join(folder, '.downloads', ID), 'job.json', text);
    const records = await readRecords(folder);
    const outside = records.some(
      ({ target, files }) => leaves(join(...target)) || files.some(({ path }) => leaves(path)),
    );
    return outside ? 'a download to a place outside of its folder' : null;
  },
  async 'model card'(text, folder) {
    put(folder, 'heirloom.json', text);
    const { steps: advised = 1, prompts } = await recommendationOf(folder);
    return advised <= LIMITS.steps.max && prompts.length <= 1000 ? null : 'advice that no run can have';
  },
  network(text, folder) {
    put(folder, 'network.json', text);
    const { hub } = new NetworkStore(folder, { env: { HEIRLOOM_KEYCHAIN: 'none' } }).shown();
    return hub === null || /^https?:/.test(hub) ? null : 'a hub that is no address';
  },
};

function put(folder: string, name: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text);
}

function leaves(path: string): boolean {
  return path.split(/[/\\]/).includes('..') || /^([/\\]|[a-z]:)/i.test(path);
}

export const records: Target<Input> = {
  name: 'records',
  inputs: fc
    .constantFrom<Kind>('picture', 'picture', 'grid', 'grid', 'download', 'model card', 'network')
    .chain((kind) => changed(SEEDS[kind]).map((text) => ({ kind, text }))),
  open: async (folder) => ({ try: async ({ kind, text }) => await READERS[kind](text, folder) }),
};
