import type { Locator, Page } from 'playwright';

/** The coach marks of the first minute. */
export class Guide {
  readonly mark: Locator;
  readonly next: Locator;
  readonly done: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.mark = page.getByRole('region', { name: 'The first minute' });
    this.next = this.mark.getByRole('button', { name: 'Next' });
    this.done = this.mark.getByRole('button', { name: 'Done' });
  }

  /** The step that it is at, of three. */
  async at(step: number): Promise<void> {
    await this.mark.getByText(`${step} of 3`).waitFor();
  }

  async skip(): Promise<void> {
    await this.mark.getByRole('button', { name: 'Skip the guide' }).click();
    await this.mark.waitFor({ state: 'detached' });
  }

  /** As it is opened again from the list of shortcuts. */
  async reopen(): Promise<void> {
    await this.#page.keyboard.press('?');
    await this.#page.getByRole('dialog').getByRole('button', { name: 'The first minute' }).click();
    await this.at(1);
  }
}
