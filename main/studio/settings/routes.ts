/** What the studio says of itself, and what a person has set: the pages' own settings, and how downloads reach the hub. */
import { PROGRAM } from '../../base/places.ts';
import type { NetworkStore } from '../../downloads/network-settings.ts';
import type { History } from '../../history/history.ts';
import type { Implementer } from '../wire/implementer.ts';

/** Which host carries the answers. */
export type Host = 'desktop' | 'server';

/** Answers to `app`: version, folders, and the pages' settings. */
export function appRoutes(os: Implementer['app'], { history }: { readonly history: History }, host: Host) {
  return {
    info: os.info.handler(() => ({
      version: PROGRAM.version,
      dataFolder: history.folder.path,
      logFolder: history.folder.logs,
      host,
    })),
    settings: os.settings.handler(() => history.settings.all()),
    setSettings: os.setSettings.handler(({ input }) => history.settings.set(input)),
  };
}

/** Answers to `network`: mirror, proxy and token. */
export function networkRoutes(os: Implementer['network'], { network }: { readonly network: NetworkStore }) {
  return {
    get: os.get.handler(() => network.shown()),
    set: os.set.handler(async ({ input }) => {
      await network.set(input);
      return network.shown();
    }),
  };
}
