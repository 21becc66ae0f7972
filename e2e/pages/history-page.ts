import type { Locator, Page } from 'playwright';

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

  /** Finds by words, and chooses the only run that answers. */
  async chooseOnly(words: string): Promise<void> {
    await this.search.fill(words);
    await this.page
      .getByRole('status')
      .filter({ hasText: /^1 run$/ })
      .waitFor();
    await this.runs.first().click();
  }

  /** All that are found. @param count how many those are. */
  async selectAll(count: number): Promise<void> {
    await this.runs.first().click();
    await this.page.keyboard.press('Control+a');
    await this.page.getByText(`${count} selected`, { exact: true }).waitFor();
  }

  /** Of all that is selected; the popup stays open until Escape. */
  async tag(word: string): Promise<void> {
    await this.page.keyboard.press('t');
    await this.page.getByRole('combobox', { name: /^A tag for / }).fill(word);
    await this.page.keyboard.press('Enter');
    await this.page.getByRole('button', { name: `Take #${word} from` }).waitFor();
    await this.page.keyboard.press('Escape');
  }

  /** Queues the chosen run again, with another seed. */
  async duplicate(): Promise<void> {
    await this.page.keyboard.press('d');
    await this.page.getByText('Queued with another seed').first().waitFor();
  }

  /** What each run is, as a screen reader says it. */
  async spoken(): Promise<string[]> {
    return await this.runs.locator('> .visually-hidden').allTextContents();
  }
}
