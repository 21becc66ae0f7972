/** One more setting, as it would stand in a file of its own beside the others, and the list with it. */
import { setting } from './setting.ts';
import { SETTINGS } from './settings.ts';
import { whole } from './value.ts';

/** How many of the text encoder's last layers are left out. */
export const clipSkip = setting({
  key: 'clipSkip',
  value: whole({ min: 0, max: 11 }, 0),
  words: {
    label: 'CLIP skip',
    value: (layers) => (layers > 0 ? String(layers) : null),
    pill: 'skip',
    parameter: 'Clip skip',
  },
  decides: { picture: true, time: null },
  flag: { names: '--clip-skip <n>', help: 'last layers of the text encoder to leave out' },
  fromParameters: { field: 'Clip skip', read: Number },
  axis: true,
});

export const WITH_ANOTHER = [...SETTINGS, clipSkip] as const;
