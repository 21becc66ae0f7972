/** Which model makes the picture, and where. */
import { FLOAT_TYPES, LIMITS } from '../../native-models/vocabulary.ts';
import { type Line, setting } from './setting.ts';
import { oneOfOrNone, text } from './value.ts';
import { wish } from './wish.ts';

export const modelId = setting({
  key: 'modelId',
  value: text(LIMITS.name),
  first: '',
  words: {
    label: 'Model',
    value: (id, { modelName }) => modelName(id),
    pill: '',
    parameter: 'Model',
  },
  decides: { picture: true, time: 'call' },
  wishes: [
    wish('model', text(LIMITS.path), {
      names: '-m, --model <path>',
      help: 'diffusers folder or .safetensors file (default: the model that comes with Heirloom)',
    }),
  ],
  axis: true,
});

export const device = setting({
  key: 'device',
  value: text(LIMITS.name),
  first: 'cpu',
  words: {
    label: 'Device',
    value: (device, { settings }) => deviceLabel({ ...settings, device }),
    pill: 'on',
    facts: (device, { settings }): readonly Line[] => [
      ['Device', settings.devicePrecision === 'float16' ? `${device}, half precision` : device],
    ],
    edit: (device) => `Device ${device}`,
  },
  decides: { picture: true, time: 'call' },
  wishes: [],
});

/** What the device computes in, which the host decides when a run is submitted. Said beside the device. */
export const devicePrecision = setting({
  key: 'devicePrecision',
  value: oneOfOrNone(FLOAT_TYPES, 'float32'),
  words: { label: 'Device precision', facts: () => [] },
  decides: { picture: true, time: 'call' },
  wishes: [],
});

/** `WEBGPU float16`; float32 goes without saying. */
export function deviceLabel({
  device,
  devicePrecision,
}: {
  readonly device: string;
  readonly devicePrecision?: string | undefined;
}): string {
  return `${device.toUpperCase()}${devicePrecision === 'float16' ? ' float16' : ''}`;
}
