import { FIRST_ORDER, type RunOrder } from '../../preload/contract/run-orders.ts';
import { recall, remember } from '../host/browser-memory.ts';
import type { Host } from '../host/host.ts';

/** What the studio remembers of how a person likes it. Kept in this browser and, through the host, in the data folder. */
export interface Preferences {
  theme: 'system' | 'dark' | 'light';
  livePreview: boolean;
  /** The first minute was done, or skipped. */
  guided: boolean;
  /** Sizes of panes in pixels, by their id. */
  panes: Record<string, number>;
  /** Of the history. */
  runOrder: RunOrder;
  /** How wide a picture of the gallery is at least, in pixels. */
  tile: number;
}

const KEY = 'heirloom.preferences';
/** The name among the host's settings. */
const HOST_KEY = 'studio';
/** The host's own: engines that are not to make previews do not stop for them. */
const PREVIEWS_KEY = 'previews';
const SAVE_AFTER_MS = 400;
const DEFAULTS: Preferences = {
  theme: 'system',
  livePreview: true,
  guided: false,
  panes: {},
  runOrder: FIRST_ORDER,
  tile: 170,
};

export class PreferenceStore {
  readonly values: Preferences = $state({ ...DEFAULTS, ...recall<Partial<Preferences>>(KEY) });
  #saving: ReturnType<typeof setTimeout> | undefined;

  /** The data folder knows better than a browser that was never here. */
  async load(host: Host): Promise<void> {
    const settings = await host.client.app.settings();
    if (localStorage.getItem(KEY) === null) Object.assign(this.values, settings[HOST_KEY]);
  }

  /** Call after changing `values`. */
  save(host: Host): void {
    clearTimeout(this.#saving);
    this.#saving = setTimeout(() => {
      const values = $state.snapshot(this.values);
      remember(KEY, values);
      // Preferences are no reason to disturb anyone: this browser has them, and the next change tries again.
      host.client.app.setSettings({ [HOST_KEY]: values, [PREVIEWS_KEY]: values.livePreview }).catch(() => {});
    }, SAVE_AFTER_MS);
  }
}
