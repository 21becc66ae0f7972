/** The whole studio without a host, on the tiny recorded model: for tests. */
import { createRouterClient } from '@orpc/server';
import { onTestFinished } from 'vitest';
import { recordingPath, recordedJson } from '../../native-models/reference/recording.ts';
import { strategyFromPreset } from '../../native-models/strategy/presets.ts';
import { parseMode } from '../../native-models/strategy/sampling-mode.ts';
import type { RunSettings } from '../../preload/contract/run-settings.ts';
import { studioRouter } from './router.ts';
import { openStudio } from './studio.ts';

/** The whole studio without a host: real queue, real engine process, real database, the tiny recorded model. */
export async function openClient(folder: string) {
  const errors: unknown[] = [];
  const studio = openStudio({ dataFolder: folder, onError: (error) => errors.push(error) });
  let open = true;
  const close = async () => {
    if (open) await studio.close();
    open = false;
  };
  onTestFinished(close);
  return { client: createRouterClient(studioRouter(studio, 'server')), studio, errors, close };
}

export type Client = Awaited<ReturnType<typeof openClient>>['client'];

export async function tinySettings(client: Client): Promise<RunSettings> {
  const { id, architecture } = await client.models.add({ path: recordingPath('sd1/model') });
  const recorded = recordedJson<{ prompt: string; negative_prompt: string; seed: number }>('sd1/text-to-image.json');
  const strategy = strategyFromPreset('CO6', architecture as never, parseMode('P5'));
  return {
    modelId: id,
    device: 'cpu',
    prompt: recorded.prompt,
    negativePrompt: recorded.negative_prompt,
    width: 64,
    height: 64,
    steps: 20,
    guidanceScale: 7.5,
    scheduler: 'pndm',
    seed: recorded.seed,
    strategy: {
      ...strategy,
      inherit: [...strategy.inherit],
      mode: { kind: 'periodic', period: 5, tail: 0 },
      switching: [],
      precision: 'float32' as const,
    },
    initImage: null,
    vaeTiling: false,
    promptSyntax: 'plain',
  };
}

export async function settled(client: Client, ids: readonly number[]) {
  for await (const { taskId, event } of await client.tasks.watch({ since: 0 })) {
    if (!ids.includes(taskId) || event.kind !== 'state') continue;
    const tasks = (await client.tasks.list({})).filter(({ id }) => ids.includes(id));
    if (tasks.every(({ state }) => ['done', 'failed', 'cancelled'].includes(state))) return tasks;
  }
  throw new Error('the events ended');
}
