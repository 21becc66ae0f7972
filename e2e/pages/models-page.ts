import type { Locator, Page } from 'playwright-core';

/** The models, and where one is added. */
export class ModelsPage {
  readonly page: Page;
  readonly path: Locator;
  readonly problem: Locator;

  constructor(page: Page) {
    this.page = page;
    this.path = page.getByRole('textbox', { name: 'Path of a folder or file' });
    this.problem = page.getByRole('alert');
  }

  async open(): Promise<this> {
    await this.page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Models' }).click();
    await this.path.waitFor();
    return this;
  }

  /** The card of a model in the list. */
  model(name: string): Locator {
    return this.page.getByRole('article', { name, exact: true });
  }

  async add(path: string): Promise<void> {
    await this.path.fill(path);
    await this.path.press('Enter');
  }
}
