/** How a page fits its window: what is cut, what has to be scrolled sideways, and whether Run can be pressed. */
import type { Page } from 'playwright';

/** Half of a laptop at 200%, a small window, a tablet, the usual one, and a large screen. */
export const WINDOWS = [
  [720, 450],
  [900, 600],
  [1024, 700],
  [1440, 900],
  [2560, 1440],
] as const;

/** A run of a thousand calls, and a grid of a hundred columns, are longer than any window. */
const MAY_SCROLL = '.strip, .sheets';

/** @returns what does not fit, a line each. */
export async function misfits(page: Page): Promise<string[]> {
  const found = await page.evaluate(measure, MAY_SCROLL);
  const run = page.getByRole('button', { name: 'Run', exact: true });
  const box = await run.boundingBox();
  const reached =
    box !== null &&
    (await run.evaluate(
      (button, { x, y }) => {
        const { document } = globalThis as unknown as Dom;
        return button.contains(document.elementFromPoint(x, y) as Node | null);
      },
      { x: box.x + box.width / 2, y: box.y + box.height / 2 },
    ));
  return [...found, ...(reached ? [] : ['Run cannot be reached'])];
}

/** As much of the DOM as is measured: tests are typed without it. */
interface Box {
  readonly left: number;
  readonly right: number;
  readonly width: number;
  readonly height: number;
}
interface Element {
  readonly tagName: string;
  readonly className: unknown;
  readonly scrollWidth: number;
  readonly clientWidth: number;
  readonly parentElement: Element | null;
  readonly childNodes: Iterable<Node>;
  checkVisibility(options: object): boolean;
  closest(selector: string): Element | null;
  getBoundingClientRect(): Box;
}
interface Node {
  readonly nodeType: number;
  readonly textContent: string | null;
}
interface Dom {
  readonly innerWidth: number;
  readonly document: {
    readonly documentElement: Element;
    readonly body: { querySelectorAll(selector: string): Iterable<Element> };
    elementFromPoint(x: number, y: number): unknown;
    createRange(): { selectNodeContents(node: Node): void; getBoundingClientRect(): Box };
  };
  getComputedStyle(element: Element): { readonly overflowX: string; readonly textOverflow: string };
}

/** Runs in the page. */
function measure(mayScroll: string): string[] {
  const { document, innerWidth, getComputedStyle } = globalThis as unknown as Dom;
  const found: string[] = [];
  if (document.documentElement.scrollWidth > innerWidth) found.push('the document scrolls sideways');

  for (const element of document.body.querySelectorAll('*:not(svg *, textarea, select, option, script, style)')) {
    const texts = [...element.childNodes].filter((node) => node.nodeType === 3 && node.textContent?.trim());
    if (texts.length === 0 || !element.checkVisibility({ visibilityProperty: true })) continue;
    if (element.closest('.visually-hidden')) continue;
    for (const text of texts) {
      const range = document.createRange();
      range.selectNodeContents(text);
      const box = range.getBoundingClientRect();
      const wrong = box.width === 0 ? null : cutBy(element, box);
      if (wrong)
        found.push(`${wrong}: ${element.tagName.toLowerCase()}.${element.className}: ${text.textContent?.trim()}`);
    }
  }
  return found;

  /** What cuts a text that is not said in full where it is pointed at. */
  function cutBy(element: Element, box: Box): string | null {
    for (let around: Element | null = element; around; around = around.parentElement) {
      const { left, right, width } = around.getBoundingClientRect();
      if (width <= 1) return null; // for those who hear the page
      const { overflowX, textOverflow } = getComputedStyle(around);
      if (overflowX === 'visible') continue;
      const within = box.left >= left - 1 && box.right <= right + 1;
      if (textOverflow === 'ellipsis' && around.closest('[title]')) return null;
      if (overflowX === 'auto' || overflowX === 'scroll') {
        if (around.closest(mayScroll)) return null;
        if (around.scrollWidth > around.clientWidth + 1) return 'scrolled sideways';
      } else if (!within) return 'cut';
    }
    return box.left < -1 || box.right > innerWidth + 1 ? 'beyond the window' : null;
  }
}
