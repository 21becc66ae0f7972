import { describe, expect, test } from 'vitest';
import { openCheckpoint } from '../families/open.ts';
import { recordedTensors, recordingPath, relativeError } from '../reference/recording.ts';
import { temporaryFolder } from '../reference/temporary-folder.ts';
import { createSession } from '../runtime/session.ts';
import { parseTextEncoderConfig } from './config.ts';
import { buildTextEncoder, TEXT_ENCODER_INPUT, TEXT_ENCODER_OUTPUT } from './text-encoder.ts';

describe.each(['sd1', 'sd2', 'bk-tiny'])('%s: embeddings as transformers computes them', (family) => {
  const recorded = recordedTensors(`${family}/text.safetensors`);

  test.each(['prompt', 'negative', 'empty', 'long', 'marks', 'unicode'])('%s', async (name) => {
    const { textEncoders } = await openCheckpoint(recordingPath(`${family}/model`), {
      dataFolder: await temporaryFolder(),
    });
    const textEncoder = textEncoders.get('textEncoder')!;
    const weights = await textEncoder.load();
    const config = parseTextEncoderConfig(textEncoder.config, textEncoder.configFile);
    const session = await createSession(buildTextEncoder(config, weights, 1), weights.folder, 'cpu');
    const outputs = await session.run({ [TEXT_ENCODER_INPUT]: recorded<BigInt64Array>(`${name}.ids`).data });
    await session.dispose();
    expect(relativeError(outputs[TEXT_ENCODER_OUTPUT]!, recorded(`${name}.embeddings`).data)).toBeLessThan(1e-4);
  });
});
