/** The denoiser call that a figure shows: moved by a slider, or by itself. */
const BEAT_MS = 650;

export class CallPlayer {
  call = $state(0);
  playing = $state(false);
  readonly #calls: () => number;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** @param calls how many there are. Call it while a component is made: it stops when the component goes. */
  constructor(calls: () => number) {
    this.#calls = calls;
    $effect(() => () => this.stop());
  }

  /** From the first call to the last, once. */
  play(): void {
    this.stop();
    this.call = 0;
    this.playing = true;
    this.#timer = setInterval(() => {
      if (this.call >= this.#calls() - 1) this.stop();
      else this.call += 1;
    }, BEAT_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.playing = false;
  }

  /** Where a drawing may move by itself: it plays once, as soon as it is seen. */
  playIfWelcome(): void {
    if (!matchMedia('(prefers-reduced-motion: reduce)').matches) this.play();
  }
}
