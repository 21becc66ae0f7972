import type { Locator, Page } from 'playwright-core';

/** Every run on record. */
export class HistoryPage {
  readonly page: Page;
  readonly runs: Locator;
  readonly search: Locator;

  constructor(page: Page) {
    this.page = page;
    this.runs = page.getByRole('listbox', { name: 'Runs' }).getByRole('option');
    this.search = page.getByRole('searchbox', { name: 'Search the history' });
  }

  async open(): Promise<this> {
    await this.page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'History' }).click();
    await this.runs.first().waitFor();
    return this;
  }

  /** What each run is, as a screen reader says it. */
  async spoken(): Promise<string[]> {
    return await this.runs.locator('> .visually-hidden').allTextContents();
  }
}
