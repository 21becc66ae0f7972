import type { Locator, Page } from 'playwright';

/** The popup beside the prompt: prompts of earlier runs, and styles. */
export class PromptLibrary {
  readonly page: Page;
  readonly search: Locator;

  constructor(page: Page) {
    this.page = page;
    this.search = page.getByRole('searchbox', { name: 'Search earlier prompts' });
  }

  async open(): Promise<void> {
    await this.page.getByRole('button', { name: 'Earlier prompts and styles' }).click();
    await this.search.waitFor();
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('dialog').getByRole('button', { name });
  }

  /** The button that applies it. */
  style(name: string): Locator {
    return this.page.getByRole('list', { name: 'Styles' }).getByRole('button', { name, exact: true });
  }

  async addStyle(style: { name: string; prompt: string; negativePrompt: string }): Promise<void> {
    await this.button('New style').click();
    await this.page.getByLabel('Name of the style').fill(style.name);
    await this.page.getByLabel('Adds to the prompt').fill(style.prompt);
    await this.page.getByLabel('Adds to the negative prompt').fill(style.negativePrompt);
    await this.button('Save style').click();
    await this.style(style.name).waitFor();
  }

  async editStyle(name: string, newName: string): Promise<void> {
    await this.button(`Edit ${name}`).click();
    await this.page.getByLabel('Name of the style').fill(newName);
    await this.button('Save style').click();
    await this.style(newName).waitFor();
  }

  /** Of earlier runs, as they are listed. */
  async earlier(): Promise<readonly string[]> {
    const list = this.page.getByRole('list', { name: 'Earlier prompts' });
    return (await list.getByRole('button').allTextContents()).map((text) => text.trim());
  }
}
