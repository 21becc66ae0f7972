import type { Locator, Page } from 'playwright';

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

  /** The file that a format gives, as the page hands it over: each host keeps it in its own way. */
  async export(title: string): Promise<Buffer> {
    await this.page.evaluate(keepSaved);
    await this.page.getByRole('button', { name: 'Export', exact: true }).click();
    await this.page.getByRole('button', { name: new RegExp(`^${title}`) }).click();
    const base64 = await this.page.evaluate(savedFile);
    return Buffer.from(base64, 'base64');
  }
}

interface Saving {
  URL: { createObjectURL(file: { arrayBuffer(): Promise<ArrayBuffer> }): string };
  saved: Promise<string>;
}

/** In the page: the next file that is saved is kept for a look. */
function keepSaved(): void {
  const page = globalThis as unknown as Saving;
  const createObjectURL = page.URL.createObjectURL;
  page.saved = new Promise((resolve) => {
    page.URL.createObjectURL = (file) => {
      page.URL.createObjectURL = createObjectURL;
      resolve(inBase64(file));
      return createObjectURL.call(page.URL, file);
    };
  });

  async function inBase64(file: { arrayBuffer(): Promise<ArrayBuffer> }): Promise<string> {
    const bytes = Array.from(new Uint8Array(await file.arrayBuffer()), (byte) => String.fromCharCode(byte));
    return btoa(bytes.join(''));
  }
}

function savedFile(): Promise<string> {
  return (globalThis as unknown as Saving).saved;
}
