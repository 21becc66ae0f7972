/** Image-to-image: the picture that a run starts from, and how far it goes from it. */
import { LIMITS } from '../../native-models/vocabulary.ts';
import { type Line, setting } from './setting.ts';
import { real, startOrNone, text } from './value.ts';
import { wish } from './wish.ts';

/** Where a start picture is given, and not how far to go from it. */
export const FIRST_STRENGTH = 0.75;

/** 0 itself would denoise nothing. */
const STRENGTH = { min: 0.001, max: 1 };

export const initImage = setting({
  key: 'initImage',
  value: startOrNone,
  first: null,
  words: {
    label: 'Start picture',
    value: (start) => start && `strength ${start.strength}`,
    parameters: (start): readonly Line[] => (start ? [['Denoising strength', String(start.strength)]] : []),
    edit: (start) => (start ? 'Start picture' : 'No start picture'),
  },
  // Whichever it is: its strength says how many of the steps are made.
  decides: { picture: true, time: 'calls', pace: (start) => start?.strength ?? null },
  wishes: [
    // Its path.
    wish('initImage', text(LIMITS.path), { names: '--init-image <file>', help: 'picture to start from' }),
    wish('strength', real(STRENGTH), {
      names: '--strength <n>',
      help: 'how far to go from it, 0 to 1 (default: 0.75)',
    }),
  ],
});
