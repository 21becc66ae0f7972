/** How noise becomes a picture: steps, scheduler, guidance, and the noise itself. */
import { SCHEDULERS } from '../../native-models/schedulers.ts';
import { LIMITS, SAMPLER_IDS } from '../../native-models/vocabulary.ts';
import { realIn, wholeIn } from './parameter-numbers.ts';
import { schedulerInParameters, schedulerOfParameters } from './scheduler-names.ts';
import { setting } from './setting.ts';
import { oneOf, real, whole } from './value.ts';
import { numbers, wish } from './wish.ts';

export const steps = setting({
  key: 'steps',
  value: whole(LIMITS.steps),
  first: 50,
  words: { label: 'Steps', pill: 'steps', parameter: 'Steps', edit: (steps) => `${steps} steps` },
  decides: { picture: true, time: 'calls' },
  flag: { names: '--steps <n>', help: 'scheduler steps (default: 50)' },
  fromParameters: { field: 'Steps', read: wholeIn },
  axis: true,
});

export const guidanceScale = setting({
  key: 'guidanceScale',
  value: real(LIMITS.guidanceScale),
  first: 7.5,
  words: { label: 'Guidance', pill: 'guidance', parameter: 'CFG scale' },
  // Above 1 every call computes twice: with and without the prompt.
  decides: { picture: true, time: 'call', pace: (scale) => scale > 1 },
  flag: {
    names: '--guidance <n>',
    help: 'classifier-free guidance scale (default: 7.5, or what the model advises)',
  },
  fromParameters: { field: 'CFG scale', read: realIn },
  axis: true,
});

export const scheduler = setting({
  key: 'scheduler',
  value: oneOf(SAMPLER_IDS),
  first: 'pndm',
  words: {
    label: 'Scheduler',
    value: (id) => SCHEDULERS[id].title,
    pill: '',
    parameters: (id) => [['Sampler', schedulerInParameters(id)]],
  },
  decides: { picture: true, time: 'calls' },
  flag: {
    names: '--scheduler <name>',
    help: `${SAMPLER_IDS.join(', ')} (default: the model's own, or pndm)`,
  },
  fromParameters: { field: 'Sampler', beside: 'Schedule type', read: schedulerOfParameters },
  axis: true,
});

/** A seed that is typed on a page: those that follow it stay whole numbers too. */
export const TYPED_SEED = { min: LIMITS.seed.min, max: 2 ** 48 };

/** Pictures that one command makes. */
const COUNT = { min: 1, max: 10_000 };

export const seed = setting({
  key: 'seed',
  value: whole(LIMITS.seed),
  first: 4127,
  words: { label: 'Seed', pill: 'seed', parameter: 'Seed' },
  decides: { picture: true, time: null },
  wishes: [
    wish('seeds', numbers, { names: '--seed <n,...>', help: 'seed, or several (default: random, and told)' }),
    wish('count', whole(COUNT), {
      names: '--count <n>',
      help: 'pictures to make, with seeds that follow each other',
    }),
  ],
  fromParameters: { field: 'Seed', read: wholeIn },
  axis: true,
});
