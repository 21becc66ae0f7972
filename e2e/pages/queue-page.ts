import type { Locator, Page } from 'playwright';

/** What runs and what waits. */
export class QueuePage {
  readonly page: Page;
  readonly running: Locator;
  /** Batches, under way and waiting. */
  readonly batches: Locator;
  readonly nothing: Locator;
  /** How many run and wait. */
  readonly pictures: Locator;
  readonly cancelAll: Locator;
  /** Of what Cancel all took. */
  readonly undo: Locator;
  readonly pause: Locator;
  /** On every page, while the queue is paused. */
  readonly paused: Locator;
  readonly resume: Locator;

  constructor(page: Page) {
    this.page = page;
    this.running = page.getByRole('progressbar', { name: 'Calls done' });
    this.batches = page.getByRole('listitem', { name: /pictures?, number \d+ of \d+$/ });
    this.nothing = page.getByText('Nothing is under way.');
    this.pause = page.getByRole('button', { name: 'Pause', exact: true });
    this.paused = page.getByText('The queue is paused:');
    this.resume = page.getByRole('button', { name: 'Resume', exact: true });
    this.pictures = page
      .getByRole('main')
      .getByRole('status')
      .filter({ hasText: /^\s*\d+\s+pictures?/ });
    this.cancelAll = page.getByRole('button', { name: 'Cancel all' });
    this.undo = page.locator('.notice').filter({ hasText: 'cancelled' }).last().getByRole('button', { name: 'Undo' });
  }

  async open(): Promise<this> {
    await this.page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Queue' }).click();
    await this.cancelAll.waitFor();
    return this;
  }
}
