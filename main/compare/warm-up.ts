/** A few calls before the clock starts: sessions are loaded, memory is touched, and none of it is measured. */
import { isProgram } from '../../native-models/strategy/describe.ts';
import { explicitMode } from '../../native-models/strategy/sampling-mode.ts';
import type { Settings } from '../runs/settings.ts';

/** For each UNet: enough calls to run each kind of step that a plan has. */
const CALLS = 4;

/** The same run cut short, its first call full and the rest inheriting, whatever its mode. */
export function warmUpSettings(settings: Settings): Settings {
  const { strategy, initImage } = settings;
  // At full strength there are as many calls as steps; the encoder is warmed up as well.
  const brief = { ...settings, initImage: initImage && { ...initImage, strength: 1 } };
  if (!strategy) return { ...brief, steps: CALLS };
  // A program's calls are its own: it is warmed up by what it computes first, which is everything.
  if (isProgram(strategy)) return { ...brief, strategy: null, steps: CALLS };
  const unets = [...new Set(strategy.switching.map(({ unet }) => unet))];
  return {
    ...brief,
    steps: CALLS * Math.max(1, unets.length),
    strategy: { ...strategy, mode: explicitMode([0]), switching: unets.map((unet) => ({ unet, calls: CALLS })) },
  };
}
