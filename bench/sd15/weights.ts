/** The weights that everything here is measured on. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FloatType } from '../../native-models/vocabulary.ts';
import { CLIP_FOLDER, PEERS_FOLDER, PLACES } from './places.ts';
import type { Interpreter } from './python.ts';

/**
 * The model folder in that float type, made now if it is not there; parts that are finished are not made again.
 * @throws when there is neither the folder nor a Python to make it with.
 */
export function modelFolder(floatType: FloatType, interpreter: Interpreter): string {
  const folder = PLACES[floatType];
  if (existsSync(join(folder, 'model_index.json'))) return folder;
  if ('missing' in interpreter) {
    throw new Error(
      `there are no weights in ${folder}, and nothing to make them with: ${interpreter.missing}. ` +
        'Install Python 3.11 or later with its venv module (HEIRLOOM_PYTHON says which), and run this again.',
    );
  }
  console.log(`Making Stable Diffusion 1.5's weights in ${floatType} (once)`);
  const script = join(PEERS_FOLDER, 'make_weights.py');
  const { status } = spawnSync(interpreter.python, [script, folder, CLIP_FOLDER, floatType], { stdio: 'inherit' });
  if (status !== 0) throw new Error(`${script} failed: its own message is above`);
  return folder;
}
