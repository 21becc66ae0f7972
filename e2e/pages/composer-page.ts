import type { Locator, Page } from 'playwright';

/** A run of the embedded model and of its baseline, on a slow machine. */
const RUN_MS = 90_000;

/** The composer as a person sees it. */
export class ComposerPage {
  readonly page: Page;
  /** There always: it queues. */
  readonly run: Locator;
  /** Of the picture under way. */
  readonly cancel: Locator;
  readonly prompt: Locator;
  readonly undo: Locator;
  readonly sampling: Locator;
  readonly inheritance: Locator;
  /** Share of the baseline that the slider shows; there only when there is a comparison. */
  readonly slider: Locator;
  readonly mask: Locator;
  readonly diagram: Locator;
  /** There while a run is under way. */
  readonly progress: Locator;
  /** Goes back to what the result on screen was made with; there while something else is set up. */
  readonly backToResult: Locator;

  constructor(page: Page) {
    this.page = page;
    this.run = page.getByRole('button', { name: /^Run( \d+)?$/ });
    this.cancel = page.getByRole('button', { name: 'Cancel', exact: true });
    this.prompt = page.getByRole('textbox', { name: 'Prompt', exact: true });
    // The one of the toolbar: what was dropped offers one too, in a notice.
    this.undo = page.getByRole('button', { name: 'Undo' }).and(page.locator('[aria-keyshortcuts]'));
    this.sampling = page.getByRole('button', { name: /^Sampling:/ });
    this.inheritance = page.getByRole('switch', { name: 'Inheritance' });
    this.slider = page.getByRole('slider', { name: /^Share of the picture that shows/ });
    this.progress = page.getByRole('progressbar', { name: 'Progress of the run' });
    this.backToResult = page.getByRole('button', { name: 'Back to it' });
    this.diagram = page.getByRole('group', { name: 'UNet: which units inherit' });
    this.mask = page.getByRole('list', { name: 'The mask in words' });
  }

  /** Also from the welcome, which is what opens where nothing was made yet. */
  async opened(): Promise<this> {
    const skip = this.page.getByRole('link', { name: 'Go to the composer' });
    await this.mask.or(skip).first().waitFor({ state: 'attached', timeout: RUN_MS });
    if (await skip.isVisible()) await skip.click();
    await this.mask.waitFor({ state: 'attached', timeout: RUN_MS });
    return this;
  }

  async open(): Promise<this> {
    await this.page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Compose' }).click();
    return await this.opened();
  }

  async setSteps(steps: number): Promise<void> {
    await this.sampling.click();
    const field = this.page.getByRole('spinbutton', { name: 'Steps' });
    await field.fill(String(steps));
    await field.press('Enter');
    await this.page.keyboard.press('Escape');
  }

  /** How many pictures Run makes. */
  async setCount(count: number): Promise<void> {
    const field = this.page.getByRole('spinbutton', { name: 'Pictures', exact: true });
    await field.fill(String(count));
    await field.press('Enter');
  }

  /** On the rail's icon. */
  queued(pictures: number): Locator {
    const words = pictures === 1 ? '1 picture' : `${pictures} pictures`;
    return this.page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: `Queue , ${words}` });
  }

  /** In pixels. */
  async setSize(width: number, height: number): Promise<void> {
    await this.page.getByRole('button', { name: /^Model:/ }).click();
    for (const [name, side] of Object.entries({ Width: width, Height: height })) {
      const field = this.page.getByRole('spinbutton', { name, exact: true });
      await field.fill(String(side));
      await field.press('Enter');
    }
    await this.page.keyboard.press('Escape');
  }

  async choosePreset(name: string): Promise<void> {
    await this.page.getByRole('button', { name: new RegExp(`^${name}\\b`) }).click();
  }

  /** From its card to the middle of the diagram. */
  async dragPreset(name: string): Promise<void> {
    await this.page.getByRole('button', { name: new RegExp(`^${name}\\b`) }).hover();
    const diagram = (await this.diagram.boundingBox())!;
    await this.page.mouse.down();
    await this.page.mouse.move(diagram.x + diagram.width / 3, diagram.y + diagram.height / 3, { steps: 5 });
    await this.page.mouse.move(diagram.x + diagram.width / 2, diagram.y + diagram.height / 2, { steps: 5 });
    await this.page.mouse.up();
  }

  /** Inherit or Compute, from the palette onto a unit. */
  async dragBrush(state: 'Inherit' | 'Compute', unit: Locator): Promise<void> {
    await this.page.getByRole('button', { name: new RegExp(`^${state}\\b`) }).hover();
    await this.page.mouse.down();
    const { x, y, width, height } = (await unit.boundingBox())!;
    await this.page.mouse.move(x + width / 2, y + height / 2, { steps: 8 });
    await this.page.mouse.up();
  }

  /** The first unit that inherits. */
  async inheritingUnit(): Promise<Locator> {
    const first = this.diagram.getByRole('switch', { checked: true }).first();
    const name = (await first.getAttribute('aria-label'))!;
    return this.diagram.getByRole('switch', { name, exact: true });
  }

  async saveStrategy(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Save this strategy' }).click();
    await this.page.getByRole('textbox', { name: 'Name' }).fill(name);
    await this.page.keyboard.press('Enter');
    await this.page.getByText(`Saved as ${name}`).waitFor();
  }

  /** A denoiser call of the timeline; checked when it is full. */
  call(index: number): Locator {
    return this.page.getByRole('switch', { name: `Call ${index} is full`, exact: true });
  }

  /** From one call of the timeline to another, as with a brush. */
  async paint(from: number, to: number): Promise<void> {
    await this.call(from).hover();
    await this.page.mouse.down();
    await this.call(to).hover();
    await this.page.mouse.up();
  }

  /** Denoiser calls of the timeline. */
  get calls(): Locator {
    return this.page.getByRole('switch', { name: /^Call \d+ is full$/ });
  }

  get addUnet(): Locator {
    return this.page.getByRole('button', { name: 'UNet to take turns' });
  }

  /** Gives a model's UNet the second half of the calls, or of the last turn. */
  async takeTurnsWith(model: string): Promise<void> {
    await this.addUnet.click();
    await this.page.getByRole('dialog').getByRole('button', { name: model, exact: true }).click();
  }

  async oneUnetThroughout(): Promise<void> {
    await this.addUnet.click();
    await this.page.getByRole('button', { name: 'One UNet throughout' }).click();
  }

  /** `heirloom-emoji 5 calls: 0 to 4`, one for each turn. */
  async turns(): Promise<string[]> {
    const turns = this.page.getByRole('group', { name: 'UNets by turns' }).getByRole('button');
    const labels = await turns.evaluateAll((all) =>
      all.map((each) => (each as unknown as { ariaLabel: string }).ariaLabel),
    );
    return labels.map((label) => label.split(',')[0]!);
  }

  /** Where a UNet takes over: moved with arrows. */
  takeover(model: string): Locator {
    return this.page.getByRole('separator', { name: `Where ${model} takes over` });
  }

  get startPicture(): Locator {
    return this.page.getByRole('button', { name: /^Start picture:/ });
  }

  /** Image-to-image from the newest picture of the history. */
  async startFromLatest(strength: number): Promise<void> {
    await this.startPicture.click();
    await this.page.getByRole('list', { name: 'Latest pictures' }).getByRole('button').first().click();
    await this.page.getByRole('slider', { name: /^Strength/ }).fill(String(strength));
    await this.page.keyboard.press('Escape');
  }

  async startFromNoise(): Promise<void> {
    await this.startPicture.click();
    await this.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await this.page.keyboard.press('Escape');
  }

  /** Runs, and waits for the comparison. */
  async makeComparison(): Promise<void> {
    await this.run.click();
    await this.progress.waitFor();
    await this.made();
  }

  /** Nothing runs or waits. */
  async idle(): Promise<void> {
    await this.progress.waitFor({ state: 'detached', timeout: RUN_MS });
  }

  /** The run that is under way is done, and its comparison is there. */
  async made(): Promise<void> {
    await this.idle();
    await this.slider.waitFor();
  }

  /** Width of each picture of the comparison, 0 for one that did not load. */
  async pictureWidths(): Promise<number[]> {
    const pictures = this.page.locator('.compare img');
    await pictures.first().waitFor();
    return await pictures.evaluateAll((images) =>
      Promise.all(
        images.map(async (image) => {
          const picture = image as unknown as { decode(): Promise<void>; naturalWidth: number };
          await picture.decode().catch(() => {});
          return picture.naturalWidth;
        }),
      ),
    );
  }

  /** What the two pictures are named by, which is their content. */
  async pictures(): Promise<readonly string[]> {
    await this.slider.waitFor();
    const addresses = await this.page
      .locator('.compare img')
      .evaluateAll((images) => images.map((image) => (image as unknown as { src: string }).src));
    return addresses.map((address) => /[0-9a-f]{64}/.exec(address)?.[0] ?? address);
  }

  async fact(name: string): Promise<string> {
    return (await this.page.locator('.fact', { hasText: name }).last().locator('> :last-child').textContent()) ?? '';
  }
}
