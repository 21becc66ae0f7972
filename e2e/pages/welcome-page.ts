import type { Locator, Page } from 'playwright';
import { Guide } from './guide.ts';

/** A comparison of the embedded model, on a slow machine. */
const RUN_MS = 90_000;

/** What opens where nothing was made yet. */
export class WelcomePage {
  readonly page: Page;
  readonly make: Locator;
  /** How far each of the two pictures is; there while they are made. */
  readonly progress: Locator;
  /** Share of the baseline that the slider shows; there only when there is a comparison. */
  readonly slider: Locator;
  /** The measured speed-up, beside the ideal one. */
  readonly gain: Locator;

  constructor(page: Page) {
    this.page = page;
    this.make = page.getByRole('button', { name: /^Make (a|another) comparison$/ });
    this.progress = page.getByRole('progressbar', { name: /^Progress of/ });
    this.slider = page.getByRole('slider', { name: /^Share of the picture that shows/ });
    this.gain = page.getByRole('status').filter({ hasText: 'measured' });
  }

  /** Without the guide, which stands beside what it is about, until it is skipped. */
  async opened(): Promise<this> {
    await this.make.waitFor({ timeout: RUN_MS });
    await new Guide(this.page).skip();
    return this;
  }

  /** One click, and a wait for both pictures. */
  async makeComparison(prompt: string): Promise<void> {
    await this.page.getByRole('radio', { name: prompt }).check();
    await this.make.click();
    await this.progress.first().waitFor();
    await this.slider.waitFor({ timeout: RUN_MS });
  }
}
