/** UNet shapes that the tests draw: the published ones. */
import { builtInConfig } from '../../native-models/unet/built-in.ts';
import { architectureOf } from '../../native-models/unet/config.ts';

export const SD = architectureOf(builtInConfig('sd15'));
export const BASE = architectureOf(builtInConfig('bk-base'));
export const TINY = architectureOf(builtInConfig('bk-tiny'));
