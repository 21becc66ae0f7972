import { usageProblem } from '../../base/problem.ts';
import type { History } from '../../history/history.ts';
import type { StudioModels } from './models.ts';

/** Deletes a downloaded model's files, unless something in the queue is to be made with it. */
export async function deleteDownloaded(history: History, models: StudioModels, id: string): Promise<void> {
  const open = history.tasks.list({ states: ['running', 'queued'] });
  const wanting = open.filter(({ work }) => work.settings.modelId === id).length;
  if (wanting > 0) {
    throw usageProblem(
      `${wanting} in the queue ${wanting === 1 ? 'is' : 'are'} to be made with this model`,
      'Wait until they are done, or cancel them on the Queue page.',
    );
  }
  await models.delete(id);
}
