/** A whole model of which one file is odd: what the Models page asks of it when it is added. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { recordingPath } from '../../native-models/reference/recording.ts';
import { describeModel } from '../../main/models/describe-model.ts';
import { costOf } from '../../main/models/inventory.ts';
import { mutatedText } from '../mutations/bytes.ts';
import { mutatedJson } from '../mutations/json.ts';
import type { Target } from '../target.ts';

const FILES = ['model_index.json', 'unet/config.json', 'vae/config.json', 'text_encoder/config.json', 'scheduler/scheduler_config.json']; // prettier-ignore
const read = (name: string) => readFileSync(recordingPath(`sd1/model/${name}`), 'utf8');

interface Input {
  readonly name: string;
  readonly text: string;
}

const odd = (name: string): fc.Arbitrary<Input> =>
  fc
    .oneof(
      { weight: 4, arbitrary: mutatedJson([JSON.parse(read(name))]).map(({ json }) => JSON.stringify(json) ?? '') },
      { weight: 1, arbitrary: mutatedText([read(name)]) },
    )
    .map((text) => ({ name, text }));

export const modelFolder: Target<Input> = {
  name: 'model-folder',
  inputs: fc.oneof(...FILES.map(odd)),
  async open(folder) {
    const model = join(folder, 'model');
    cpSync(recordingPath('sd1/model'), model, { recursive: true });
    const data = join(folder, 'data');
    return {
      async try({ name, text }) {
        writeFileSync(join(model, name), text);
        try {
          const described = await describeModel(model, data);
          costOf(described, { strategy: null, steps: 20, scheduler: 'pndm', size: { width: 8, height: 8 } });
          return null;
        } finally {
          writeFileSync(join(model, name), read(name));
        }
      },
    };
  },
};
