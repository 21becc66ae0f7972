import type { Locator, Page } from 'playwright';

/** How the studio is: appearance, engine, downloads, data. */
export class SettingsPage {
  readonly page: Page;
  readonly hub: Locator;
  readonly token: Locator;
  readonly engine: Locator;

  constructor(page: Page) {
    this.page = page;
    this.hub = page.getByRole('textbox', { name: 'Hub' });
    this.token = page.getByLabel('Access token');
    this.engine = page.getByRole('region', { name: 'Engine' });
  }

  async open(): Promise<this> {
    await this.page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Settings' }).click();
    await this.hub.waitFor();
    return this;
  }

  async setHub(address: string): Promise<void> {
    await this.hub.fill(address);
    await this.hub.press('Tab');
  }

  async setToken(token: string): Promise<void> {
    await this.token.fill(token);
    await this.token.press('Enter');
    await this.page.getByRole('button', { name: 'Forget' }).waitFor();
  }
}
