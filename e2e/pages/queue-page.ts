import type { Locator, Page } from 'playwright-core';

/** What runs and what waits. */
export class QueuePage {
  readonly page: Page;
  readonly running: Locator;
  readonly waiting: Locator;
  readonly nothing: Locator;
  readonly cancelAll: Locator;
  readonly pause: Locator;
  /** On every page, while the queue is paused. */
  readonly paused: Locator;
  readonly resume: Locator;

  constructor(page: Page) {
    this.page = page;
    this.running = page.getByRole('progressbar', { name: 'Calls done' });
    this.waiting = page.getByRole('listitem', { name: /^Task \d+, number \d+ of \d+$/ });
    this.nothing = page.getByText('Nothing is under way.');
    this.pause = page.getByRole('button', { name: 'Pause', exact: true });
    this.paused = page.getByText('The queue is paused:');
    this.resume = page.getByRole('button', { name: 'Resume', exact: true });
    this.cancelAll = page.getByRole('button', { name: 'Cancel all' });
  }

  async open(): Promise<this> {
    await this.page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Queue' }).click();
    await this.cancelAll.waitFor();
    return this;
  }
}
