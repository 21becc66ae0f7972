/** Single files as trainers, mergers and pruners leave them. Right is what the recorded diffusers folder has. */
import { describe, expect, test } from 'vitest';
import { recordedJson, recordingPath } from '../reference/recording.ts';
import { temporaryFolder } from '../reference/temporary-folder.ts';
import { openCheckpoint } from './open.ts';
import {
  expectSameWeights,
  fileWith,
  openTiny,
  type Recorded,
  recordedSingleFile,
  tensorsIn,
  type WrittenTensor,
  zeros,
} from './rewritten-file.fixture.ts';

const openFolder = async (family: Recorded) =>
  openCheckpoint(recordingPath(`${family}/model`), { dataFolder: await temporaryFolder() });

const renamed = (tensors: readonly WrittenTensor[], rename: (name: string) => string) =>
  tensors.map((tensor) => ({ ...tensor, name: rename(tensor.name) }));

async function expectFamily(tensors: readonly WrittenTensor[], family: Recorded) {
  const checkpoint = await openTiny(await fileWith(tensors), family);
  await expectSameWeights(checkpoint, await openFolder(family), family);
  return checkpoint;
}

describe('names', () => {
  test.each(['state_dict.', 'model.', 'module.', 'state_dict.model.'])('all behind %s', async (wrapper) => {
    const marks = [zeros('v_pred', [0]), zeros('optimizer_states.0.state.0.exp_avg', [4])];
    const tensors = renamed([...(await recordedSingleFile('sd1')), ...marks], (name) => wrapper + name);
    const { schedulerConfig } = await expectFamily(tensors, 'sd1');
    expect(schedulerConfig).toMatchObject({ prediction_type: 'v_prediction' });
  });

  test('a UNet without `model.`, beside the others in their usual places', async () => {
    await expectFamily(
      renamed(await recordedSingleFile('sd2'), (name) => name.replace(/^model\.(?=diffusion_model)/, '')),
      'sd2',
    );
  });

  test('a second UNet behind another name is not the one that is read', async () => {
    const tensors = await recordedSingleFile('sd1');
    const teacher = zeros('teacher.model.diffusion_model.input_blocks.0.0.weight', [8, 4, 3, 3]);
    await expectFamily([teacher, ...tensors], 'sd1');
  });

  test("SD 2's text encoder in the names of transformers", async () => {
    const others = (await recordedSingleFile('sd2')).filter(({ name }) => !name.startsWith('cond_stage_model.'));
    const text = await tensorsIn(recordingPath('sd2/model/text_encoder/model.safetensors'));
    const ids = zeros('cond_stage_model.transformer.text_model.embeddings.position_ids', [1, 77], 'I64');
    const own = renamed(text, (name) => `cond_stage_model.transformer.${name}`);
    const checkpoint = await expectFamily([...others, ...own, ids], 'sd2');
    const byOpenClip = await openTiny(recordingPath('single-file/sd2-ldm.safetensors'), 'sd2');
    expect(checkpoint.family).toBe(byOpenClip.family);
    expect(checkpoint.schedulerConfig).toEqual(byOpenClip.schedulerConfig);
    expect(checkpoint.unet.config).toEqual(byOpenClip.unet.config);
    const texts = [checkpoint, byOpenClip].map(({ textEncoders }) => textEncoders.get('textEncoder')!);
    expect(texts[0]!.config).toEqual(texts[1]!.config);
    const ids77 = await Promise.all(texts.map(async ({ tokenizer }) => (await tokenizer()).encode('a cat').ids));
    expect(ids77[0]).toEqual(ids77[1]);
  });

  test('the cross attention of SD 2 says so where projections do not', async () => {
    const unet = 'model.diffusion_model.input_blocks.';
    const { family, textEncoders } = await openCheckpoint(
      await fileWith([
        zeros(`${unet}0.0.weight`, [8, 4, 3, 3]),
        zeros(`${unet}1.1.proj_in.weight`, [8, 8, 1, 1]),
        zeros(`${unet}1.1.transformer_blocks.0.attn2.to_k.weight`, [8, 1024]),
        zeros('first_stage_model.quant_conv.weight', [8, 8, 1, 1]),
        ...Array.from({ length: 24 }, (_, layer) =>
          zeros(`cond_stage_model.transformer.text_model.encoder.layers.${layer}.layer_norm1.weight`, [1024]),
        ),
      ]),
      { dataFolder: '' },
    );
    expect(family.version).toBe('2.x');
    // What the last but one of 24 layers gives, as from OpenCLIP's names.
    expect(textEncoders.get('textEncoder')!.config).toMatchObject({ num_hidden_layers: 23, hidden_act: 'gelu' });
  });
});

describe('leftovers in a whole file', () => {
  test.each([
    ['embedding_manager.string_to_param_dict.*', [1, 16]],
    ['lora_te_text_model_encoder_layers_0_mlp_fc1.lora_down.weight', [4, 16]],
    ['model_ema.diffusion_modelinput_blocks00weight', [8, 4, 3, 3]],
    ['optimizer_states.0.state.0.exp_avg', [8]],
    ['loss.logvar', []],
    ['emb_params', [1, 16]],
    ['<my-fox>', [16]],
  ])('%s: it opens, and nothing is said', async (name, shape) => {
    const { notes } = await expectFamily([zeros(name, shape), ...(await recordedSingleFile('sd1'))], 'sd1');
    expect(notes).toEqual([]);
  });

  test('a ControlNet: it opens, and says that the ControlNet is not used', async () => {
    const control = zeros('control_model.input_hint_block.0.weight', [16, 3, 3, 3]);
    const { notes } = await expectFamily([...(await recordedSingleFile('sd1')), control], 'sd1');
    expect(notes).toEqual(['model.safetensors has a ControlNet (control_model.…), which is not used']);
  });
});

describe('types', () => {
  /** As torch reads each byte. */
  const float8 = recordedJson<Readonly<Record<string, readonly (number | string)[]>>>('float8.json');

  /** Weights as float8, biases and norms as they were, and the same numbers in float32. */
  function inFloat8(tensors: readonly WrittenTensor[], dtype: 'F8_E4M3' | 'F8_E5M2') {
    const numbers = float8[dtype]!;
    const bytesOf = new Map(numbers.flatMap((number, byte) => (typeof number === 'number' ? [[number, byte]] : [])));
    const sorted = [...bytesOf.keys()].toSorted((a, b) => a - b);
    const nearest = (number: number) =>
      sorted[
        Math.max(
          0,
          sorted.findLastIndex((each) => each <= number),
        )
      ]!;
    return tensors.map((tensor) => {
      if (tensor.dtype !== 'F16' || tensor.shape.length < 2) return { small: tensor, full: tensor };
      const aligned = new Uint8Array(tensor.bytes);
      const bytes = Uint8Array.from(new Float16Array(aligned.buffer), (number) => bytesOf.get(nearest(number))!);
      const asRead = Float32Array.from(bytes, (byte) => Number(numbers[byte]));
      return {
        small: { ...tensor, dtype, bytes },
        full: { ...tensor, dtype: 'F32' as const, bytes: new Uint8Array(asRead.buffer) },
      };
    });
  }

  test.each(['F8_E4M3', 'F8_E5M2'] as const)('%s weights are the numbers that torch reads', async (dtype) => {
    const both = inFloat8(await recordedSingleFile('sd1'), dtype);
    const found = await openTiny(await fileWith(both.map(({ small }) => small)), 'sd1');
    const expected = await openTiny(await fileWith(both.map(({ full }) => full)), 'sd1');
    expect(found.unet.dtype).toBe(`float16+float8_${dtype.slice(3).toLowerCase()}`);
    await expectSameWeights(found, expected, 'sd1');
  });

  test('float64, bfloat16 and float32 in one file, with position_ids of any type', async () => {
    const written = { F64: Float64Array, F32: Float32Array };
    const tensors = (await recordedSingleFile('sd1')).map((tensor, i): WrittenTensor => {
      if (tensor.dtype !== 'F16' || i % 3 === 2) return tensor;
      const dtype = i % 3 === 0 ? 'F64' : 'F32';
      const numbers = new written[dtype](new Float16Array(new Uint8Array(tensor.bytes).buffer));
      return { ...tensor, dtype, bytes: new Uint8Array(numbers.buffer) };
    });
    const without = tensors.filter(({ name }) => !name.endsWith('position_ids'));
    const ids = 'cond_stage_model.transformer.text_model.embeddings.position_ids';
    await expectFamily([...without, zeros(ids, [1, 77], 'I64')], 'sd1');
    await expectFamily([...without, zeros(ids, [1, 77], 'BF16')], 'sd1');
  });

  const SCALED = 'model.diffusion_model.input_blocks.0.0';
  test.each([
    [zeros('scaled_fp8', [2], 'F8_E4M3'), 'its weights are scaled float8 (scaled_fp8)'],
    [zeros('model.diffusion_model.scaled_fp8', [0], 'F8_E4M3'), 'its weights are scaled float8'],
    [zeros(`${SCALED}.scale_weight`, []), `its weights are scaled float8 (${SCALED}.scale_weight)`],
    [zeros(`${SCALED}.weight_scale`, []), 'its weights are scaled float8'],
    [zeros(`${SCALED}.weight.absmax`, [1]), 'its weights are quantised by bitsandbytes'],
    [zeros(`${SCALED}.weight.quant_state.bitsandbytes__nf4`, [1], 'U8'), 'its weights are quantised by bitsandbytes'],
    [zeros(`${SCALED}.qweight`, [1], 'I32'), 'its weights are quantised to a few bits'],
  ])('$name is refused when the file is opened', async (mark, says) => {
    const file = await fileWith([...(await recordedSingleFile('sd1')), mark]);
    await expect(openTiny(file, 'sd1')).rejects.toThrow(`model.safetensors: ${says}`);
  });

  test('integers in the place of weights are refused by type when the file is opened', async () => {
    const tensors = (await recordedSingleFile('sd1')).map((tensor) =>
      tensor.name === `${SCALED}.weight` ? zeros(tensor.name, tensor.shape, 'I8') : tensor,
    );
    await expect(openTiny(await fileWith(tensors), 'sd1')).rejects.toThrow(
      `model.safetensors: ${SCALED}.weight: expected float64, float32, float16, bfloat16, float8_e4m3 or float8_e5m2, ` +
        "found I8. Get this model's float16 (or float32) version",
    );
  });
});

describe('what a file says of sampling', () => {
  const marked = async (marks: readonly string[], metadata = {}, family: Recorded = 'sd1') =>
    (
      await openTiny(
        await fileWith([...(await recordedSingleFile(family)), ...marks.map((name) => zeros(name, [0]))], metadata),
        family,
      )
    ).schedulerConfig;
  const ZERO_SNR = { rescale_betas_zero_snr: true };

  test('v_pred and ztsnr, together and either alone', async () => {
    expect(await marked(['v_pred', 'ztsnr'])).toMatchObject({ prediction_type: 'v_prediction', ...ZERO_SNR });
    expect(await marked(['ztsnr'])).toMatchObject({ prediction_type: 'epsilon', ...ZERO_SNR });
    expect(await marked(['v_pred'])).not.toHaveProperty('rescale_betas_zero_snr');
    expect(await marked(['ztsnr'], {}, 'sd2')).toMatchObject({ prediction_type: 'v_prediction', ...ZERO_SNR });
  });

  test('PNDM cannot end in pure noise: DDIM takes its place', async () => {
    expect(await marked([])).toMatchObject({ _class_name: 'PNDMScheduler' });
    expect(await marked(['v_pred', 'ztsnr'])).toMatchObject({ _class_name: 'DDIMScheduler' });
  });

  test("the notes of kohya's trainer", async () => {
    const said = { ss_v_parameterization: 'True', ss_zero_terminal_snr: 'True' };
    expect(await marked([], said)).toMatchObject({ prediction_type: 'v_prediction', ...ZERO_SNR });
    const no = { ss_v_parameterization: 'False', ss_zero_terminal_snr: 'False' };
    expect(await marked([], no)).toMatchObject({ prediction_type: 'epsilon' });
    expect(await marked([], no)).not.toHaveProperty('rescale_betas_zero_snr');
  });
});
