import { openHistory } from '../../main/history/history.ts';

/**
 * Sets engines to one thread, as a person could. Journeys go side by side: threads that spin while they wait for one another would take
 * each other's processor, and networks as small as the journeys' gain nothing by a second one.
 */
export function keepToOneThread(dataFolder: string): void {
  const history = openHistory(dataFolder);
  history.settings.set({ engines: { threads: 1 } });
  history.close();
}
