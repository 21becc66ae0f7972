/** What a page may ask, asked wrongly: every procedure of the contract that changes or costs something. */
import * as fc from 'fast-check';
import { recordingPath } from '../../native-models/reference/recording.ts';
import { DEVICE_IDS } from '../../native-models/vocabulary.ts';
import type { RunSettings } from '../../preload/settings/settings.ts';
import { mutatedJson, type Mutated } from '../mutations/json.ts';
import type { Target } from '../target.ts';
import { openIdleStudio } from './a-studio.ts';

const MODE = { kind: 'periodic', period: 5, tail: 0 };
const STRATEGY = { name: 'a mask', inherit: ['up1.0.res', 'mid.0.attn'], mode: MODE, semantics: 'residual', switching: [], precision: 'float32' }; // prettier-ignore
const PICTURE = '0'.repeat(64);
/** The model's id is put in when it is known. */
const MODEL = 'the model';
const SETTINGS = { modelId: MODEL, device: 'cpu', prompt: 'a fox', negativePrompt: '', width: 64, height: 64, steps: 20, guidanceScale: 7.5, scheduler: 'pndm', seed: 1, strategy: STRATEGY, initImage: null, vaeTiling: false }; // prettier-ignore
const AXES = [{ kind: 'seed', values: [1, 2] }];

/** Something well-formed for each. */
const ASKED = {
  'tasks.submit': { settings: SETTINGS, count: 2, baseline: true },
  'tasks.submitGrid': { settings: SETTINGS, axes: AXES },
  'tasks.submitCalibration': { settings: SETTINGS },
  'tasks.submitRival': { id: 1 },
  'tasks.list': { states: ['queued'] },
  'tasks.cancel': { ids: [1] },
  'tasks.move': { id: 1, before: null },
  'runs.page': { filter: { text: 'a fox' }, order: 'fastest', cursor: { id: 7, rank: 1.5 }, limit: 50 },
  'runs.ids': { filter: { text: 'a fox' }, order: 'newest' },
  'runs.setFavourite': { ids: [1, 2], favourite: true },
  'runs.setTag': { ids: [1, 2], tag: 'a tag', tagged: true },
  'runs.export': { ids: [1, 2], format: 'csv', theme: 'dark' },
  'runs.pictures': { ids: [1, 2] },
  'runs.get': { id: 1 },
  'strategies.save': { strategy: STRATEGY },
  'grids.get': { group: 'x' },
  'models.cost': { modelId: MODEL, width: 64, height: 64 },
  'models.inheritCost': { modelId: MODEL, width: 64, height: 64, inherit: ['up1.0.res'], semantics: 'boundary' },
  'models.calibration': { modelId: MODEL },
  'runs.update': { id: 1, note: 'a note', tags: ['a', 'b'], favourite: true },
  'models.add': { path: recordingPath('sd1/model') },
  'models.browse': { path: null },
  'pictures.compare': { a: PICTURE, b: PICTURE },
  'app.setSettings': { studio: { livePreview: false } },
  'engines.setSettings': { threads: 1 },
} as const;

type Input = Mutated & { readonly procedure: string };

export const requests: Target<Input> = {
  name: 'requests',
  inputs: fc
    .constantFrom(...Object.entries(ASKED))
    .chain(([procedure, payload]) => mutatedJson([payload]).map((mutated) => ({ ...mutated, procedure }))),
  async open(folder) {
    const { client, quiet, close } = openIdleStudio(folder);
    const { id } = await client.models.add({ path: recordingPath('sd1/model') });
    return {
      close,
      async try({ procedure, json }) {
        const [room, name] = procedure.split('.') as [keyof typeof client, string];
        const ask = (client[room] as unknown as Record<string, ((payload: unknown) => Promise<unknown>) | undefined>)[
          name
        ];
        if (!ask) throw new Error(`the contract has no ${procedure}: correct fuzz/targets/requests.ts`);
        const payload: unknown = JSON.parse((JSON.stringify(json) ?? 'null').replaceAll(MODEL, id));
        await ask(payload);
        quiet();
        return procedure === 'tasks.submit' ? cannotBeRun((payload as Submitted).settings, id) : null;
      },
    };
  },
};

interface Submitted {
  readonly settings: RunSettings;
}

/** What was queued although it can only fail, or be something else than what was asked for. */
function cannotBeRun({ modelId, width, height, device, strategy }: RunSettings, known: string): string | null {
  if (modelId !== known) return 'a task with a model that is not there';
  if (width % 8 !== 0 || height % 8 !== 0) return 'a task with sides that are no multiple of 8';
  if (!(DEVICE_IDS as readonly string[]).includes(device)) return 'a task for a device that there is not';
  if (!strategy) return null;
  const units = strategy.kind === 'program' ? Object.values(strategy.masks).flat() : strategy.inherit;
  if (units.some((unit) => !/^((dn|up)[0-3]\.[0-2]|mid\.[01])\.(res|attn)$/.test(unit)))
    return 'a task with a unit that no UNet has';
  if (strategy.switching.length > 0) return 'a task with UNets that are not there';
  return null;
}
