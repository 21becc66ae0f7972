import type { Locator, Page } from 'playwright';

/** A picture over the whole window, and the menu that opens on pictures. */
export class ViewerPage {
  readonly page: Page;
  readonly viewer: Locator;
  readonly picture: Locator;
  /** `16 of 18` */
  readonly place: Locator;
  readonly menu: Locator;

  constructor(page: Page) {
    this.page = page;
    this.viewer = page.getByRole('dialog', { name: 'Picture' });
    this.picture = this.viewer.locator('figure img');
    this.place = this.viewer.getByRole('status');
    this.menu = page.getByRole('menu', { name: 'Picture' });
  }

  button(name: string): Locator {
    return this.viewer.getByRole('button', { name, exact: true });
  }

  item(name: RegExp): Locator {
    return this.menu.getByRole('menuitem', { name });
  }

  /** What the picture is named by, which is its content. */
  async content(): Promise<string> {
    return /[0-9a-f]{64}/.exec((await this.picture.getAttribute('src')) ?? '')?.[0] ?? '';
  }

  /** Pixels of the window that the picture takes, as it is zoomed. */
  async shownSize(): Promise<{ width: number; height: number }> {
    return await this.picture.evaluate((element) => {
      const image = element as unknown as {
        naturalWidth: number;
        naturalHeight: number;
        getBoundingClientRect(): { width: number; height: number };
      };
      const { width, height } = image.getBoundingClientRect();
      const scale = Math.min(width / image.naturalWidth, height / image.naturalHeight);
      return { width: image.naturalWidth * scale, height: image.naturalHeight * scale };
    });
  }

  async close(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.viewer.waitFor({ state: 'detached' });
  }
}
