import type { StoredTensor, TensorTable } from './safetensors.ts';

/** Names that changed over the years, brought to those of today's diffusers. */

/** The VAE's attention before diffusers 0.18: SD 1.5's own folder still has these. */
const OLD_VAE_ATTENTION: Readonly<Record<string, string>> = {
  query: 'to_q',
  key: 'to_k',
  value: 'to_v',
  proj_attn: 'to_out.0',
};

const VAE_ATTENTION =
  /^(.*mid_block\.attentions\.0)\.(query|key|value|proj_attn|to_q|to_k|to_v|to_out\.0)\.(weight|bias)$/;

export function renameVae(stored: TensorTable): TensorTable {
  return new Map(
    [...stored].map(([name, tensor]) => {
      const [, prefix, part, kind] = VAE_ATTENTION.exec(name) ?? [];
      if (part === undefined) return [name, tensor];
      return [`${prefix}.${OLD_VAE_ATTENTION[part] ?? part}.${kind}`, withoutUnitAxes(tensor)];
    }),
  );
}

/** A 1x1 convolution's weight (C, C, 1, 1) as the matrix it is. */
export function withoutUnitAxes(tensor: StoredTensor): StoredTensor {
  const isPointwise = tensor.shape.length > 2 && tensor.shape.slice(2).every((size) => size === 1);
  return isPointwise ? { ...tensor, shape: tensor.shape.slice(0, 2) } : tensor;
}

/** transformers 5 drops the `text_model.` that nearly every file has. */
export function renameTextEncoder(stored: TensorTable): TensorTable {
  return new Map(
    [...stored].map(([name, tensor]) => [name.startsWith('text_model.') ? name : `text_model.${name}`, tensor]),
  );
}
