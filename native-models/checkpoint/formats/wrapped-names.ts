import type { TensorTable } from './safetensors.ts';

/** The UNet's first convolution, with whatever stands before it: in most files `model.` alone. */
const UNET_IN = /^(.*?\.)??(model\.)?diffusion_model\.input_blocks\.0\.0\.weight$/;
const UNET = 'diffusion_model.';

/**
 * A single file's names as LDM writes them. Trainers save what they hold the model in (`state_dict.`, `model.`, `module.`),
 * and some tools leave out the `model.` of `model.diffusion_model.`; where nothing has to change, the table is given back.
 */
export function withoutWrapper(stored: TensorTable): TensorTable {
  const inputs = [...stored.keys()].flatMap((name) => {
    const [whole, wrapper = '', model = ''] = UNET_IN.exec(name) ?? [];
    return whole === undefined ? [] : [{ wrapper, isPlain: wrapper === '' && model !== '' }];
  });
  const [outermost] = inputs.toSorted((a, b) => a.wrapper.length - b.wrapper.length);
  if (!outermost || inputs.some(({ isPlain }) => isPlain)) return stored;
  const { wrapper } = outermost;
  const unwrapped = [...stored].map(([name, tensor]) => [plainName(name, wrapper), tensor] as const);
  // A name that was plain before stays what it was.
  return new Map([...unwrapped, ...[...stored].filter(([name]) => plainName(name, wrapper) === name)]);
}

function plainName(name: string, wrapper: string): string {
  const rest = name.startsWith(wrapper) ? name.slice(wrapper.length) : name;
  return rest.startsWith(UNET) ? `model.${rest}` : rest;
}
