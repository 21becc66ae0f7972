/** Copies of recorded models that tests may spoil. */
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { recordingPath } from '../reference/recording.ts';
import { temporaryFolder } from '../reference/temporary-folder.ts';
import { openCheckpoint } from './open.ts';

export const UNET_FILE = 'diffusion_pytorch_model.safetensors';
export const SD1_UNET = recordingPath(`sd1/model/unet/${UNET_FILE}`);

/** A recorded family's folder, to be changed. */
export async function copyOf(family: string): Promise<string> {
  const folder = join(await temporaryFolder(), 'model');
  await cp(recordingPath(`${family}/model`), folder, { recursive: true });
  return folder;
}

/** Opens a checkpoint whose conversions, if any, go to a folder of their own. */
export const open = async (path: string) => openCheckpoint(path, { dataFolder: await temporaryFolder() });
