/** One studio, open for the journeys of a person from the first to the last; what its pages complain of is kept. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, test } from 'vitest';
import type { HOSTS, OpenHost, OpenStudio } from './hosts/host.ts';
import { openServed } from './hosts/serve.ts';
import { ComposerPage } from './pages/composer-page.ts';
import { WelcomePage } from './pages/welcome-page.ts';
import { PACKAGE_ROOT as root } from '../main/base/places.ts';

const BUILT =
  existsSync(join(root, 'dist', 'renderer', 'index.html')) && existsSync(join(root, 'dist', 'main', 'index.js'));
const START_MS = 60_000;

export class Journey {
  folder = '';
  studio!: OpenStudio;
  composer!: ComposerPage;
  readonly complaints: string[] = [];
  readonly #open: (typeof HOSTS)[keyof typeof HOSTS];

  /** Opens before the tests of the block that it is made in, and quits after them. */
  constructor(open: (typeof HOSTS)[keyof typeof HOSTS]) {
    this.#open = open;
    beforeAll(async () => {
      if (!BUILT) throw new Error('The studio is not built: npm run build');
      this.folder = await mkdtemp(join(tmpdir(), 'heirloom-journey-'));
      await this.start();
      await new WelcomePage(this.studio.page).opened();
    }, START_MS);
    afterAll(async () => {
      await this.studio?.quit();
      await rm(this.folder, { recursive: true, force: true });
    }, START_MS);
  }

  /** Opens the studio on what lies in its folder. */
  async start(): Promise<void> {
    this.studio = await this.#open(this.folder);
    const { page } = this.studio;
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => message.type() === 'error' && this.complaints.push(message.text()));
    this.composer = new ComposerPage(page);
  }
}

/**
 * For what pages and the queue do by themselves: tried in the first host alone. What a host carries (starts and ends, files, messages,
 * reloads) is tried in each.
 */
export function inOneHostOf(open: OpenHost): (name: string, journey: () => Promise<void>) => void {
  return (name, journey) => {
    if (open === openServed) test(name, journey);
  };
}
