/** The command line as people run it: a process of its own, on a tiny model that diffusers wrote. */
import { existsSync } from 'node:fs';
import { cp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCarried } from '../pictures/carried-texts.ts';
import { encodePng } from '../pictures/picture.ts';
import { PNG_SIGNATURE } from '../pictures/png-text.ts';
import { answered, RECORDINGS, MODEL, work, heirloom, tiny, pixels } from './heirloom.fixture.ts';

/** Ctrl-C as soon as the command line listens for it, while the rest of it is loaded. */
const INTERRUPTING = `data:text/javascript,${encodeURIComponent(`
  process.on('newListener', (event) => event === 'SIGINT' && setImmediate(() => process.kill(process.pid, 'SIGINT')));
`)}`;

const TOO_MANY_SEEDS = ['--seed', `${Number.MAX_SAFE_INTEGER}`, '--count', '2'];
const INT8 = ['--precision', 'int8'];
const LCM = ['--model', MODEL, '--size', '64', '--scheduler', 'lcm'];

describe('bad arguments', () => {
  it.each([
    { args: ['generate'], says: '--prompt is missing' },
    { args: ['generate', '--prompt', 'a fox', '--stepss', '3'], says: 'Did you mean --steps?' },
    { args: ['generate', '--prompt', 'a fox', '--steps', 'many'], says: 'whole number from 1 to 1000' },
    { args: ['generate', '--prompt', 'a fox', '--model', 'nowhere/model'], says: 'there is no such file or folder' },
    { args: ['generate', '--prompt', 'a fox', '--model', 'sd15'], says: 'without weights' },
    { args: ['generate', '--prompt', 'a fox', '--model', MODEL, '--strategy', 'CO66'], says: 'Did you mean CO6?' },
    { args: ['generate', '--prompt', 'a fox', '--model', MODEL, '--strategy', 'CO6', '--mode', 'Q5'], says: 'P<n>' },
    { args: ['generate', '--prompt', 'a fox', '--model', MODEL, '--mode', 'P5'], says: 'Add --strategy' },
    { args: ['generate', '--prompt', 'a fox', '--model', MODEL, '--size', '65'], says: 'multiples of' },
    { args: ['generate', '--prompt', 'a fox', '--model', MODEL, '--precision', 'int4'], says: 'float32, int8' },
    { args: ['generate', '--prompt', 'a fox', '--model', MODEL, ...INT8, '--device', 'cuda'], says: 'device cpu' },
    { args: ['generate', '--from', MODEL], says: 'cannot be read' },
    {
      args: ['generate', '--prompt', 'a fox', '--model', MODEL, '--device-precision', 'float16'],
      says: 'device cpu computes in float32',
    },
    { args: ['generate', '--prompt', 'a fox', '--model', MODEL, '--size', '9000'], says: 'at most 8192 pixels' },
    { args: ['generate', '--prompt', 'a fox', '--model', MODEL, '--size', '64', '--out', 'fox.jpg'], says: 'fox.png' },
    { args: ['generate', '--prompt', 'a fox', ...TOO_MANY_SEEDS], says: 'seeds end at 9007199254740991' },
    { args: ['generate', '--prompt', 'a fox', '--strategy', 'S1', '--unet', 'base=none'], says: '--unet base=none' },
    { args: ['generate', '--prompt', 'a fox', ...LCM, '--steps', '100'], says: 'distilled on 50: take at most 50' },
    { args: ['cost', '--model', 'sd16'], says: 'Did you mean sd15?' },
    { args: ['cost', '--strategy', 'sd:15,base:10'], says: 'cost reckons with one UNet' },
    { args: ['cache', '--remove', 'abc'], says: 'no converted weights have that id' },
    { args: ['paint'], says: "unknown command 'paint'" },
    { args: [], says: 'Usage: heirloom' },
  ])('$args', async ({ args, says }) => {
    const { code, stdout, stderr } = await answered(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(says);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

it('a process that was given bad arguments ends with 2, and writes to stderr alone', async () => {
  const { code, stdout, stderr } = await heirloom(['generate']);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^Error: --prompt is missing/);
});

describe('questions about models', () => {
  it('presets: all 23, with what each computes and costs', async () => {
    const { code, stdout } = await answered(['presets', '--model', 'sd15', '--json']);
    const presets = JSON.parse(stdout);
    expect({ code, count: presets.length }).toEqual({ code: 0, count: 23 });
    const co6 = presets.find(({ id }: { id: string }) => id === 'CO6');
    expect(co6).toMatchObject({ computed: ['up3.0.attn', 'up3.1.attn', 'up3.2.attn'], standing: 'strong' });
    expect(co6.inherited).toHaveLength(35);
    expect(co6.evidence).toBeTypeOf('string');
    // The specification's c column.
    expect(Math.abs(co6.macShare - 0.26)).toBeLessThan(0.01);
  });

  it('cost: of CO6 in P5+ at 50 calls, 18 of them full', async () => {
    const { stdout } = await answered(['cost', '--model', 'sd15', '--strategy', 'CO6', '--mode', 'P5+', '--json']);
    const cost = JSON.parse(stdout);
    expect(cost).toMatchObject({ calls: 50, fullCalls: 18, inheritCalls: 32 });
    expect(cost.idealSpeedup).toBeCloseTo(50 / (18 + 32 * cost.macShare), 6);
    expect(cost.units).toHaveLength(38);
    expect(cost.macs / 1e9).toBeCloseTo(401.6, 0);
  });

  it('inspect: what diffusers wrote', async () => {
    const { stdout } = await heirloom(['inspect', MODEL, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ format: 'diffusers', unitCount: 38, dtype: { unet: 'float32' } });
  });
});

describe('generate', () => {
  it('makes a picture that can be made again from itself', async () => {
    const first = await heirloom([
      'generate',
      '-p',
      'a red fox',
      '--strategy',
      'CO6',
      '--mode',
      'P3',
      ...tiny,
      '-o',
      'one',
    ]);
    expect(first).toMatchObject({ code: 0, stdout: `${join('one', 'a-red-fox-7-co6-p3.png')}\n` });
    const one = join(work, 'one', 'a-red-fox-7-co6-p3.png');

    const again = await heirloom(['generate', '--from', one, '-o', 'again.png', '--json']);
    expect(again.code).toBe(0);
    const [picture] = JSON.parse(again.stdout).pictures;
    expect(picture).toMatchObject({
      image: 'again.png',
      seed: 7,
      strategy: 'CO6',
      mode: 'P3',
      calls: 12,
      fullCalls: 4,
    });
    expect(await pixels(join(work, 'again.png'))).toEqual(await pixels(one));

    const text = readCarried(await readFile(one)).texts.get('parameters');
    expect(text).toMatch(/^a red fox\nSteps: 12, Sampler: DDIM, CFG scale: 7\.5, Seed: 7, Size: 64x64, Model: model,/);
  });

  it('takes flags given besides, and never the place of a picture', async () => {
    const args = ['generate', '-p', 'a rocket', ...tiny, '-o', 'two', '--count', '2'];
    await answered(args);
    await answered(args);
    expect((await readdir(join(work, 'two'))).toSorted()).toEqual([
      'a-rocket-7-2.png',
      'a-rocket-7.png',
      'a-rocket-8-2.png',
      'a-rocket-8.png',
    ]);
    const from = join(work, 'two', 'a-rocket-7.png');
    const { stdout } = await answered(['generate', '--from', from, '--seed', '8', '-o', 'eight.png', '--json']);
    expect(JSON.parse(stdout).pictures[0].record).toMatchObject({ prompt: 'a rocket', seed: 8 });
    expect(await pixels(join(work, 'eight.png'))).toEqual(await pixels(join(work, 'two', 'a-rocket-8.png')));
  });

  it('starts from a picture, which the result carries', async () => {
    const start = join(work, 'two', 'a-rocket-7.png');
    await answered(['generate', '-p', 'a boat', ...tiny, '--init-image', start, '--strength', '0.5', '-o', 'boat.png']);
    await answered(['generate', '--from', 'boat.png', '-o', 'boat2.png']);
    expect(await pixels(join(work, 'boat2.png'))).toEqual(await pixels(join(work, 'boat.png')));
    expect(readCarried(await readFile(join(work, 'boat.png'))).texts.get('parameters')).toContain(
      'Denoising strength: 0.5',
    );
  });

  it('is as large as its start picture, unless told otherwise, and says what that one loses', async () => {
    const flags = tiny.filter((flag) => flag !== '--size' && flag !== '64');
    const made = async (width: number, height: number, ...more: readonly string[]) => {
      const start = join(work, `${width}x${height}.png`);
      await writeFile(start, encodePng({ width, height, pixels: new Uint8Array(3 * width * height).fill(120) }));
      const args = ['generate', '-p', 'a boat', ...flags, '--init-image', start, '-o', 'sized.png', '--json', ...more];
      const { stdout } = await answered(args);
      const { record, warnings, image } = JSON.parse(stdout).pictures[0];
      expect(await pixels(join(work, image))).toMatchObject({ width: record.width, height: record.height });
      return [record.width, record.height, warnings];
    };
    expect(await made(104, 72)).toEqual([104, 72, []]);
    expect(await made(107, 71)).toEqual([
      104,
      72,
      [
        'the start picture is 107x71, the run 104x72: sides are multiples of 8',
        expect.stringMatching(/^the start picture has other proportions than the run: .* 2 pixels on the left/),
      ],
    ]);
    expect(await made(104, 72, '--size', '64')).toEqual([64, 64, [expect.stringContaining('104x72 to cover 64x64')]]);
  });

  it('refuses a start picture that would harm it', async () => {
    await writeFile(join(work, 'x.png'), PNG_SIGNATURE);
    for (const flags of [
      ['-p', 'a boat', ...tiny, '--init-image', 'x.png'],
      ['--from', 'x.png'],
    ]) {
      const { code, stderr } = await answered(['generate', ...flags]);
      expect([code, stderr]).toEqual([2, expect.stringMatching(/^Error: x\.png: /)]);
    }
  });

  it('decodes in tiles, which the picture carries; made again it does so too, unless told otherwise', async () => {
    // A tile has 512 pixels at most.
    const wide = ['--size', '520x64', '--seed', '7', '--steps', '2', '--scheduler', 'ddim', ...tiny.slice(0, 2)];
    const flags = ['--vae-tiling', '-o', 'tiled.png'];
    await answered(['generate', '-p', 'a long boat', ...wide, ...flags]);
    const recordOf = async (flags: readonly string[]) => {
      const { stdout } = await answered(['generate', '--from', 'tiled.png', '--json', ...flags]);
      return JSON.parse(stdout).pictures[0].record;
    };
    expect(await recordOf(['-o', 'again-tiled.png'])).toMatchObject({ vaeTiling: true });
    expect(await pixels(join(work, 'again-tiled.png'))).toEqual(await pixels(join(work, 'tiled.png')));
    expect(await recordOf(['--no-vae-tiling', '-o', 'whole.png'])).toMatchObject({ vaeTiling: false });
    expect(await pixels(join(work, 'whole.png'))).not.toEqual(await pixels(join(work, 'tiled.png')));
  });

  it('reads weights in prompts unless told otherwise, and says what it does not understand', async () => {
    const small = ['--size', '64x64', '--seed', '7', '--steps', '2', '--scheduler', 'ddim', ...tiny.slice(0, 2)];
    const made = async (flags: readonly string[], out: string) => {
      const { stdout, stderr } = await answered(['generate', ...flags, '--json', '-o', out]);
      return { record: JSON.parse(stdout).pictures[0].record, said: stderr, pixels: await pixels(join(work, out)) };
    };
    const prompt = ['-p', 'a (red:1.4) boat <lora:sea:1>', ...small];
    const weighted = await made(prompt, 'weighted.png');
    const plain = await made([...prompt, '--prompt-syntax', 'plain'], 'plain.png');
    expect([weighted.record.promptSyntax, plain.record.promptSyntax]).toEqual(['a1111', 'plain']);
    expect(plain.pixels).not.toEqual(weighted.pixels);
    expect(weighted.said).toContain('"<lora:sea:1>"');
    expect(plain.said).toContain('"(red:1.4)"');
    expect((await made(['--from', 'weighted.png'], 'weighted-again.png')).pixels).toEqual(weighted.pixels);
    expect((await made(['--from', 'plain.png'], 'plain-again.png')).pixels).toEqual(plain.pixels);
  });

  it('takes arguments of any length, one or all of them together', async () => {
    const long = 'a fox, '.repeat(8000);
    const args = ['generate', '-p', long, ...tiny.slice(0, 4), '--steps', '1', '-n', long, '-o', 'long.png', '--json'];
    const { code, stdout, stderr } = await heirloom(args);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout).pictures[0].record.prompt).toBe(long);
    const refused = await heirloom(['generate', '-p', long, '--steps', 'many']);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('whole number from 1 to 1000') });
  });

  it('ends with 130 and a word where Ctrl-C comes before there is anything to keep', async () => {
    const args = ['generate', '-p', 'a fox', ...tiny, '-o', 'never'];
    const loading = { ...process.env, HEIRLOOM_DATA: join(work, 'data'), NODE_OPTIONS: `--import=${INTERRUPTING}` };
    const { code, stderr } = await heirloom(args, undefined, loading);
    expect({ code, stderr }).toEqual({ code: 130, stderr: 'Stopped.\n' });
    expect(existsSync(join(work, 'never'))).toBe(false);
  });

  it('stops on Ctrl-C, keeps what is finished, and says so', async () => {
    const long = [
      ...tiny.slice(0, 4),
      '--scheduler',
      'ddim',
      '--seed',
      '7',
      '--steps',
      '150',
      '--count',
      '500',
      '-o',
      'many',
    ];
    const { code, stdout, stderr } = await heirloom(['generate', '-p', 'a fox', ...long], /a-fox-8\.png\n/);
    expect(code).toBe(1);
    const kept = stdout.trim().split('\n').length;
    expect(stderr).toContain(`Stopped: ${kept} of 500 pictures are finished and kept.`);
    expect(await readdir(join(work, 'many'))).toHaveLength(kept);
  });
});

describe('models of other shapes and schedulers', () => {
  const REPLACED = "the model's own scheduler is LMSDiscreteScheduler, which Heirloom lacks: pndm takes its place";

  /** Flags of a model whose own scheduler is one that we lack. */
  async function lacking(name: string): Promise<readonly string[]> {
    const model = join(work, name);
    await cp(join(RECORDINGS, 'bk-tiny/model'), model, { recursive: true });
    const config = join(model, 'scheduler/scheduler_config.json');
    const scheduler = JSON.parse(await readFile(config, 'utf8'));
    await writeFile(config, JSON.stringify({ ...scheduler, _class_name: 'LMSDiscreteScheduler' }));
    return ['-p', 'a fox', '--model', model, '--size', '64', '--steps', '3'];
  }

  it('says what a preset speaks of and the UNet lacks, and which scheduler takes the place of one we lack', async () => {
    const args = [...(await lacking('tiny-lms')), '--mode', 'P2', '--strategy', 'EX3', '-o', 'tiny', '--json'];
    const { code, stdout, stderr } = await answered(['generate', ...args]);
    expect(code).toBe(0);
    expect(stderr).toContain('Warning: this UNet has no up3: left out of EX3');
    expect(stderr).toContain(`Warning: ${REPLACED}`);
    const [{ image, warnings }] = JSON.parse(stdout).pictures;
    expect(warnings).toContain(REPLACED);
    const carried = readCarried(await readFile(join(work, image))).texts;
    expect(JSON.parse(carried.get('heirloom')!).warnings).toContain(REPLACED);
    expect(JSON.parse(carried.get('heirloom')!).warnings.join()).toContain('this UNet has no up3: left out of EX3');
    const other = ['generate', '--from', image, '--model', MODEL, '-o', 'other.png', '--json'];
    const { pictures } = JSON.parse((await answered(other)).stdout);
    expect(pictures[0].warnings).toEqual(pictures[0].record.warnings);
    expect(pictures[0].warnings[0]).toContain('was made with another model, tiny-lms: this one differs');
  });

  it('has a replaced scheduler in every row of a comparison', async () => {
    const args = [...(await lacking('compared-lms')), '--strategies', 'EX3', '-o', 'compared'];
    expect((await answered(['compare', ...args])).code).toBe(0);
    const { rows } = JSON.parse(await readFile(join(work, 'compared/results.json'), 'utf8'));
    expect(rows.length).toBeGreaterThan(1);
    for (const { warnings } of rows) expect(warnings).toContain(REPLACED);
  });

  it('replaces none where another was chosen', async () => {
    const args = [...(await lacking('chosen-lms')), '--scheduler', 'euler', '-o', 'chosen', '--json'];
    const { stdout, stderr } = await answered(['generate', ...args]);
    expect(JSON.parse(stdout).pictures[0].warnings).not.toContain(REPLACED);
    expect(stderr).not.toContain('takes its place');
  });

  it('int8: a strategy by itself, and on record; the copy is made once', async () => {
    const args = ['-p', 'a fox', '--model', MODEL, '--size', '64', '--steps', '3', '--seed', '7', '--json'];
    const { code, stdout } = await answered(['generate', ...args, '--precision', 'int8', '-o', 'int8']);
    expect(code).toBe(0);
    const [{ image, strategy, precision, record }] = JSON.parse(stdout).pictures;
    expect({ strategy, precision }).toEqual({ strategy: 'int8', precision: 'int8' });
    expect(record.strategy).toMatchObject({ inherit: [], precision: 'int8' });
    const again = await answered(['generate', '--from', image, '-o', 'int8-again', '--json']);
    expect(again.stderr).not.toContain('converting');
    const [copy] = JSON.parse(again.stdout).pictures;
    expect((await pixels(join(work, copy.image))).pixels).toEqual((await pixels(join(work, image))).pixels);
    const back = await answered(['generate', '--from', image, '--precision', 'float32', '-o', 'float32', '--json']);
    expect(JSON.parse(back.stdout).pictures[0].record.strategy).toBeNull();
  });

  it('cache: what was converted is listed, and can be removed', async () => {
    const unet = join(work, 'tiny-lms/unet/diffusion_pytorch_model.safetensors');
    const { kept } = JSON.parse((await answered(['cache', '--json'])).stdout);
    const { sha256, bytes, path } = kept.find(({ source }: { source: string }) => source === unet);
    expect((await stat(path)).size).toBe(bytes);
    const one = await answered(['cache', '--remove', sha256.slice(0, 8), '--json']);
    expect(JSON.parse(one.stdout)).toMatchObject({ removed: [{ sha256 }] });
    expect(existsSync(path)).toBe(false);
    await answered(['cache', '--clear']);
    expect((await answered(['cache'])).stdout).toContain('No converted weights');
  });
});
