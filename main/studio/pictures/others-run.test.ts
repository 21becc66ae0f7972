/** Pictures of other programs, each with what it says: recorded in `main/pictures/programs/samples`. */
import { readFile } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../../../native-models/reference/temporary-folder.ts';
import { someRunSettings } from '../../../preload/contract/run-settings.ts';
import { examplePicture } from '../../pictures/example-picture.fixture.ts';
import { encodePng } from '../../pictures/picture.ts';
import { withTexts } from '../../pictures/png-text.ts';
import { openHistory } from '../../history/history.ts';
import { readPicture } from './read-picture.ts';

async function read(bytes: Buffer) {
  const history = openHistory(await temporaryFolder());
  onTestFinished(() => history.close());
  const { settings, notes } = await readPicture({ history, models: [] }, bytes);
  if (settings) someRunSettings.parse(settings);
  return { settings, notes };
}

function sample(name: string): Promise<Buffer> {
  return readFile(new URL(`../../pictures/programs/samples/${name}`, import.meta.url));
}

const FOX = { prompt: 'a fox', negativePrompt: '', promptSyntax: 'a1111' };
const EULER_A = { steps: 20, scheduler: 'euler-ancestral', guidanceScale: 7, seed: 5, width: 64, height: 64 };
const UNKNOWN = 'These are the settings of another program.';
const { guidanceScale: _, ...WITHOUT_GUIDANCE } = EULER_A;
const { seed: __, ...WITHOUT_SEED } = EULER_A;
const RED_FOX = { ...EULER_A, prompt: 'a red fox 狐', negativePrompt: 'blurry', promptSyntax: 'a1111' };

test.each([
  ['cfg_neg.png', { ...FOX, ...WITHOUT_GUIDANCE }, ['Not possible here: Guidance -1 (0 to 100).']],
  ['seed_minus1.png', { ...FOX, ...WITHOUT_SEED }, ['Not possible here: Seed -1 (0 to 9007199254740991).']],
  ['seed_64bit.png', { ...FOX, ...WITHOUT_SEED }, ['Not taken over: Seed: 1095389382910293847.']],
  ['small_size.png', { ...FOX, ...EULER_A, width: 5120, height: 5120 }, []],
  ['steps_pipe.png', { ...FOX, ...EULER_A, negativePrompt: 'bad' }, []],
  [
    'single_line.png',
    { ...EULER_A, promptSyntax: 'a1111', prompt: 'a red fox in snow.', negativePrompt: 'blurry.' },
    [],
  ],
  ['utf8text.png', { ...EULER_A, prompt: 'a 赤い狐 é', negativePrompt: 'blurry', promptSyntax: 'a1111' }, []],
  ['nulterm.jpg', RED_FOX, []],
  ['nulterm.webp', RED_FOX, []],
  ['noprefix.jpg', RED_FOX, []],
  ['noprefix.webp', RED_FOX, []],
  ['unicode_utf8.jpg', RED_FOX, []],
  ['schedule_type.png', { ...FOX, ...EULER_A, scheduler: 'dpmpp-2m-karras' }, []],
])('%s says what it says', async (name, settings, notes) => {
  expect(await read(await sample(name))).toEqual({ settings, notes: [UNKNOWN, ...notes] });
});

test('a prompt that is too long is not taken, and the rest is', async () => {
  const { settings, notes } = await read(await sample('long_prompt.png'));
  expect(settings).not.toHaveProperty('prompt');
  expect(settings).toMatchObject({ steps: 20, seed: 5 });
  expect(notes).toEqual([UNKNOWN, 'Not possible here: Prompt of 10001 characters (at most 10000).']);
});

test('a line that only begins like settings is a part of the prompt', async () => {
  const prompt = 'how to fold a boat\nSteps: 12 in all, drawn as a leaflet';
  const notes = [UNKNOWN, 'They say no more than the prompt.'];
  expect(await read(await sample('steps_line_in_prompt.png'))).toEqual({
    settings: { prompt, negativePrompt: '', promptSyntax: 'a1111' },
    notes,
  });
});

test("the Civitai generator's resources are named, not taken over", async () => {
  const { settings, notes } = await read(await sample('civitai_json.png'));
  expect(settings).toEqual({ ...FOX, ...EULER_A, negativePrompt: 'bad' });
  expect(notes[0]).toBe('These are the settings of the Civitai generator.');
  expect(notes[1]).toMatch(/^Not taken over: Civitai resources: \[\{"type":"checkpoint".*…, Civitai metadata: \{\}\.$/);
});

test.each([
  ['swarm.png', { ...FOX, seed: 5, steps: 25 }, ['These are the settings of SwarmUI.']],
  ['noprefix_json.jpg', FOX, ['These are the settings of SwarmUI.', 'They say no more than the prompt.']],
  ['invoke.png', { ...FOX, seed: 3 }, ['These are the settings of InvokeAI.']],
  ['novelai.png', { ...FOX, steps: 28 }, ['These are the settings of NovelAI.']],
  [
    'comfy.png',
    null,
    ['These are the settings of ComfyUI.', 'They are not read: its graph makes the prompts from parts.'],
  ],
])('%s is read as what its program wrote', async (name, settings, notes) => {
  expect(await read(await sample(name))).toEqual({ settings, notes });
});

test('values that no run can have are named, whatever they are values of', async () => {
  const text = 'p\nSteps: 1500, Sampler: Euler a, CFG scale: 150, Seed: 1e3, Size: 512x9000, Model: "C:\\models\\x, y"';
  const { settings, notes } = await read(
    withTexts(encodePng(examplePicture(64, 1, 0)), [{ keyword: 'parameters', text, encoding: 'latin1' }]),
  );
  expect(settings).toEqual({ prompt: 'p', negativePrompt: '', promptSyntax: 'a1111', scheduler: 'euler-ancestral' });
  expect(notes).toEqual([
    UNKNOWN,
    'Not taken over: Seed: 1e3, Model: C:\\models\\x, y.',
    'Not possible here: Height 9000 (8 to 8192); Steps 1500 (1 to 1000); Guidance 150 (0 to 100).',
  ]);
});

test('settings whose text is too long are said to be there', async () => {
  const text = 'a'.repeat(2 << 20);
  const file = withTexts(encodePng(examplePicture(64, 1, 0)), [{ keyword: 'parameters', text, encoding: 'latin1' }]);
  const { settings, notes } = await read(file);
  expect(settings).toBeNull();
  expect(notes[1]).toBe('The text "parameters" is longer than the 1024 KB that are read of it.');
});
