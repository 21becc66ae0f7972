import type { Locator, Page } from 'playwright';

/** The header's prompts, opened. */
export class PromptSheet {
  readonly page: Page;
  readonly prompt: Locator;
  readonly negative: Locator;
  readonly weights: Locator;

  constructor(page: Page) {
    this.page = page;
    this.prompt = page.getByRole('textbox', { name: 'Prompt', exact: true });
    this.negative = page.getByRole('textbox', { name: 'Negative prompt' });
    this.weights = page.getByRole('checkbox', { name: 'Weights' });
  }

  /** As a screen reader says it. */
  async count(): Promise<string> {
    const described = (await this.prompt.getAttribute('aria-describedby'))!.split(' ')[0]!;
    const text = await this.page.locator(`[id="${described}"]`).textContent();
    return text!.replaceAll(/\s+/g, ' ').trim();
  }

  /** What is shown to be weighted or not understood. */
  async marked(): Promise<readonly string[]> {
    return await this.page.locator('.behind').first().locator('[data-about]').allTextContents();
  }

  async notes(): Promise<readonly string[]> {
    const list = this.page.getByRole('list', { name: 'Notes on the prompt', includeHidden: true });
    return await list.getByRole('listitem', { includeHidden: true }).allTextContents();
  }
}
