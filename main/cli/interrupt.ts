/**
 * Ctrl-C: the first one stops between denoiser calls and keeps what is finished, the second ends the program.
 * @param words what the first one says.
 */
export function stopOnInterrupt(
  say: (message: string) => void,
  words = 'Stopping after this call; press Ctrl-C again to end at once.',
): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(1);
    say(words);
    controller.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    release: () => {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
