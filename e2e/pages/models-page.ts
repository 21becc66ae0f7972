import type { Locator, Page } from 'playwright';

/** The models, where one is added, and where one is downloaded. */
export class ModelsPage {
  readonly page: Page;
  readonly path: Locator;
  readonly source: Locator;
  readonly problem: Locator;
  /** How much of a download is here. */
  readonly downloaded: Locator;

  constructor(page: Page) {
    this.page = page;
    this.path = page.getByRole('textbox', { name: 'Path of a folder or file' });
    this.source = page.getByRole('textbox', { name: 'Repository or address' });
    this.problem = page.getByRole('alert');
    this.downloaded = page.getByRole('progressbar', { name: 'Downloaded' });
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

  async lookUp(source: string): Promise<void> {
    await this.source.fill(source);
    await this.source.press('Enter');
  }

  async download(source: string): Promise<void> {
    await this.lookUp(source);
    await this.page.getByRole('button', { name: 'Download', exact: true }).click();
  }

  /** Removes or deletes a model, and confirms it. */
  async remove(name: string): Promise<void> {
    await this.model(name)
      .getByRole('button', { name: /^(Remove|Delete) / })
      .click();
    await this.page.getByRole('button', { name: /^(Remove from the list|Delete its files)$/ }).click();
    await this.model(name).waitFor({ state: 'detached' });
  }
}
