import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { CDPSession, Page } from 'playwright';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const GRAVE: ReadonlySet<string | null | undefined> = new Set(['serious', 'critical']);
/** Colours that are still on their way from one theme to the other would be judged. What moves for ever is left alone. */
const SETTLED = `Promise.all(document.getAnimations().filter((each) => each instanceof CSSTransition).map(({ finished }) => finished.catch(() => {})))`;

/** axe-core, on whatever a page shows. It is evaluated over the browser's own protocol: the page's policy lets no script in. */
export class Accessibility {
  readonly #page: Page;
  readonly #protocol: CDPSession;

  private constructor(page: Page, protocol: CDPSession) {
    this.#page = page;
    this.#protocol = protocol;
  }

  static async of(page: Page): Promise<Accessibility> {
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    return new Accessibility(page, await page.context().newCDPSession(page));
  }

  /** What is serious or critical, a line each: every rule in the dark, and in the light what differs there: the colours. */
  async violations(): Promise<string[]> {
    const dark = await this.#run('dark', {});
    const light = await this.#run('light', { runOnly: { type: 'rule', values: ['color-contrast'] } });
    await this.#page.emulateMedia({ colorScheme: 'dark' });
    return [...dark, ...light];
  }

  async #run(theme: 'dark' | 'light', options: RunOptions): Promise<string[]> {
    await this.#page.emulateMedia({ colorScheme: theme });
    await this.#page.locator(`html[data-theme=${theme}]`).waitFor();
    await this.#evaluate(`globalThis.axe === undefined && (() => { ${AXE} })()`);
    await this.#evaluate(`new Promise(requestAnimationFrame).then(() => ${SETTLED}).then(() => null)`);
    const given = JSON.stringify({ ...options, resultTypes: ['violations'] });
    const { violations } = await this.#evaluate<AxeResults>(`axe.run(document, ${given})`);
    return violations
      .filter(({ impact }) => GRAVE.has(impact))
      .flatMap(({ id, nodes }) => nodes.map(({ target, html }) => `${theme}: ${id}: ${target.join(' ')}: ${html}`));
  }

  async #evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.#protocol.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value as T;
  }
}
