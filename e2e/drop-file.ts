import type { Page } from 'playwright';

const TYPES: Readonly<Record<string, string>> = { png: 'image/png', jpeg: 'image/jpeg', webp: 'image/webp' };

/** Drops a picture from outside onto the middle of the window, as a file manager does. */
export async function dropFile(page: Page, name: string, bytes: Buffer): Promise<void> {
  const file = { name, type: TYPES[name.split('.').at(-1)!] ?? '', base64: bytes.toString('base64') };
  const dataTransfer = await page.evaluateHandle(({ name, type, base64 }) => {
    const { DataTransfer, File } = globalThis as unknown as {
      DataTransfer: new () => { items: { add(file: unknown): void } };
      File: new (parts: Uint8Array[], name: string, options: object) => unknown;
    };
    const transfer = new DataTransfer();
    transfer.items.add(new File([Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0))], name, { type }));
    return transfer;
  }, file);
  for (const event of ['dragover', 'drop']) await page.locator('main').dispatchEvent(event, { dataTransfer });
}
