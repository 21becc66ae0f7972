import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';

/** Nine runs of the embedded model, on a slow machine. */
const GRID_MS = 180_000;

/** What is varied, and what came of it. */
export class GridPage {
  readonly page: Page;
  readonly make: Locator;
  readonly setUp: Locator;
  readonly cells: Locator;
  /** How many pictures what is set up comes to: `9 3 x 3 pictures`. */
  readonly total: Locator;

  constructor(page: Page) {
    this.page = page;
    this.make = page.getByRole('button', { name: 'Make the grid' });
    this.setUp = page.getByRole('group', { name: /^[XYZ] / });
    this.cells = page.locator('[data-cell]');
    this.total = page.getByRole('region', { name: 'What it comes to' }).locator('p').first();
  }

  async open(): Promise<this> {
    await this.page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Grid' }).click();
    await this.make.waitFor();
    return this;
  }

  async toggle(choice: string): Promise<void> {
    await this.page.getByRole('button', { name: choice, exact: true }).click();
  }

  async removeAxis(name: string): Promise<void> {
    await this.page.getByRole('button', { name: `Remove axis ${name}` }).click();
  }

  async made(cells: number): Promise<void> {
    await this.page.getByText(`${cells} of ${cells} cells made`).waitFor({ timeout: GRID_MS });
  }

  /** The file that a format gives, as it arrives on the disk. */
  async export(title: string): Promise<Buffer> {
    await this.page.getByRole('button', { name: 'Export', exact: true }).click();
    const arrives = this.page.waitForEvent('download');
    await this.page.getByRole('button', { name: new RegExp(`^${title}`) }).click();
    const download = await arrives;
    return await readFile(await download.path());
  }
}
