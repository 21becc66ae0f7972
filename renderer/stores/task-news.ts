/** What a person is told of tasks on whatever page they are. */
import type { Task } from '../../preload/contract/task.ts';
import { isFor } from '../../preload/contract/task-kinds.ts';
import { strategyInWords } from '../words/run-in-words.ts';
import { workInWords } from '../words/work-in-words.ts';
import type { Studio } from './studio.svelte.ts';

/** To be called once, by the studio itself. */
export function tellOfTasks(studio: Studio): void {
  const { tasks, notices } = studio;
  tasks.onReturned((task) => notices.done(`${whatIs(task)} is back in the queue and starts over when its turn comes`));
  tasks.onSettled((task) => {
    if (task.state === 'failed' && !isFor('grid')(task)) tellFailure(studio, task);
    if (task.state === 'done' && !studio.runs.busy) tellFolder(studio).catch(() => {}); // the settings say it too
  });
}

/** Where nothing else runs, the composer shows it itself. */
function tellFailure({ runs, notices }: Studio, task: Task): void {
  if (!runs.busy || !task.problem) return;
  const { message, advice } = task.problem;
  notices.say({ kind: 'problem', message: `${whatIs(task)} failed: ${message}`, advice });
}

/** Once, when the very first run is made: a person should know where gigabytes will gather. */
async function tellFolder(studio: Studio): Promise<void> {
  if (!studio.isFirstVisit) return;
  studio.isFirstVisit = false;
  const { dataFolder } = await studio.host.client.app.info();
  studio.notices.say({
    kind: 'done',
    message: `Pictures, history and models are kept in ${dataFolder}`,
    action: { title: 'Settings', run: () => (location.hash = '#/settings') },
  });
}

function whatIs({ work }: Task): string {
  return strategyInWords(work.settings) ?? workInWords(work).caption;
}
