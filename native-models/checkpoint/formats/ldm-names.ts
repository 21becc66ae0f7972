import type { StoredTensor, TensorTable } from './safetensors.ts';
import { withoutUnitAxes } from './diffusers-names.ts';

/**
 * The original (LDM) names of a Stable Diffusion and what diffusers calls the same tensors
 * (diffusers.loaders.single_file_utils). Each table maps a module; what follows the module in a name stays.
 */
type ModuleTable = ReadonlyMap<string, string>;
type Entry = readonly [ldm: string, diffusers: string];

/** How many blocks a network has and how many layers (diffusers' layers_per_block) each. */
export interface BlockCounts {
  readonly blocks: number;
  readonly layers: number;
}

const range = (length: number) => Array.from({ length }, (_, i) => i);

/** A module and those of its parts whose names differ too. */
const withParts = (ldm: string, diffusers: string, parts: Readonly<Record<string, string>>): readonly Entry[] => [
  [ldm, diffusers],
  ...Object.entries(parts).map(([from, to]): Entry => [`${ldm}.${from}`, `${diffusers}.${to}`]),
];

const UNET_RESNET = {
  'in_layers.0': 'norm1',
  'in_layers.2': 'conv1',
  'emb_layers.1': 'time_emb_proj',
  'out_layers.0': 'norm2',
  'out_layers.3': 'conv2',
  skip_connection: 'conv_shortcut',
};

/** LDM counts layers through all blocks: conv_in is input 0, and a downsampler counts as a layer. */
function unetModules({ blocks, layers }: BlockCounts): ModuleTable {
  const perBlock = layers + 1;
  return new Map<string, string>([
    ['time_embed.0', 'time_embedding.linear_1'],
    ['time_embed.2', 'time_embedding.linear_2'],
    ['input_blocks.0.0', 'conv_in'],
    ['out.0', 'conv_norm_out'],
    ['out.2', 'conv_out'],
    ...withParts('middle_block.0', 'mid_block.resnets.0', UNET_RESNET),
    ['middle_block.1', 'mid_block.attentions.0'],
    ...withParts('middle_block.2', 'mid_block.resnets.1', UNET_RESNET),
    ...range(blocks).flatMap((block): Entry[] => [
      ...range(layers).flatMap((layer): Entry[] => {
        const ldm = `input_blocks.${1 + block * perBlock + layer}`;
        return [
          ...withParts(`${ldm}.0`, `down_blocks.${block}.resnets.${layer}`, UNET_RESNET),
          [`${ldm}.1`, `down_blocks.${block}.attentions.${layer}`],
        ];
      }),
      [`input_blocks.${1 + block * perBlock + layers}.0.op`, `down_blocks.${block}.downsamplers.0.conv`],
      ...range(perBlock).flatMap((layer): Entry[] => {
        const ldm = `output_blocks.${block * perBlock + layer}`;
        const upsampler = `up_blocks.${block}.upsamplers.0.conv`;
        return [
          ...withParts(`${ldm}.0`, `up_blocks.${block}.resnets.${layer}`, UNET_RESNET),
          [`${ldm}.1`, `up_blocks.${block}.attentions.${layer}`],
          [`${ldm}.1.conv`, upsampler], // in a block without attention
          [`${ldm}.2.conv`, upsampler],
        ];
      }),
    ]),
  ]);
}

const VAE_RESNET = { nin_shortcut: 'conv_shortcut' };
const VAE_ATTENTION = { norm: 'group_norm', q: 'to_q', k: 'to_k', v: 'to_v', proj_out: 'to_out.0' };

/** LDM counts the decoder's blocks from the output, diffusers from the input. */
function vaeModules({ blocks, layers }: BlockCounts): ModuleTable {
  const sides = ['encoder', 'decoder'].flatMap((side): Entry[] => [
    [`${side}.conv_in`, `${side}.conv_in`],
    [`${side}.conv_out`, `${side}.conv_out`],
    [`${side}.norm_out`, `${side}.conv_norm_out`],
    ...withParts(`${side}.mid.block_1`, `${side}.mid_block.resnets.0`, VAE_RESNET),
    ...withParts(`${side}.mid.attn_1`, `${side}.mid_block.attentions.0`, VAE_ATTENTION),
    ...withParts(`${side}.mid.block_2`, `${side}.mid_block.resnets.1`, VAE_RESNET),
  ]);
  const levels = range(blocks).flatMap((level): Entry[] => {
    const [down, up] = [`encoder.down_blocks.${level}`, `decoder.up_blocks.${blocks - 1 - level}`];
    return [
      ...range(layers).flatMap((layer) =>
        withParts(`encoder.down.${level}.block.${layer}`, `${down}.resnets.${layer}`, VAE_RESNET),
      ),
      [`encoder.down.${level}.downsample.conv`, `${down}.downsamplers.0.conv`],
      ...range(layers + 1).flatMap((layer) =>
        withParts(`decoder.up.${level}.block.${layer}`, `${up}.resnets.${layer}`, VAE_RESNET),
      ),
      [`decoder.up.${level}.upsample.conv`, `${up}.upsamplers.0.conv`],
    ];
  });
  return new Map<string, string>([
    ['quant_conv', 'quant_conv'],
    ['post_quant_conv', 'post_quant_conv'],
    ...sides,
    ...levels,
  ]);
}

const OPEN_CLIP_LAYER = {
  ln_1: 'layer_norm1',
  ln_2: 'layer_norm2',
  'attn.out_proj': 'self_attn.out_proj',
  'mlp.c_fc': 'mlp.fc1',
  'mlp.c_proj': 'mlp.fc2',
};

function openClipModules(layers: number): ModuleTable {
  return new Map<string, string>([
    ['token_embedding', 'text_model.embeddings.token_embedding'],
    ['positional_embedding', 'text_model.embeddings.position_embedding.weight'],
    ['ln_final', 'text_model.final_layer_norm'],
    ...range(layers).flatMap((layer) =>
      withParts(`transformer.resblocks.${layer}`, `text_model.encoder.layers.${layer}`, OPEN_CLIP_LAYER),
    ),
  ]);
}

/** `name` with the longest module of the table that it starts with replaced; null when there is none. */
function renamed(name: string, modules: ModuleTable): string | null {
  for (let end = name.length; end > 0; end = name.lastIndexOf('.', end - 1)) {
    const module = modules.get(name.slice(0, end));
    if (module !== undefined) return module + name.slice(end);
  }
  return null;
}

/** Tensors of no module (EMA counters, schedule tables, layers that are not used) are left out. */
function renameAll(stored: TensorTable, modules: ModuleTable): TensorTable {
  return new Map(
    [...stored].flatMap(([name, tensor]): [string, StoredTensor][] => {
      const to = renamed(name, modules);
      return to === null ? [] : [[to, tensor]];
    }),
  );
}

/** The tensors below `prefix`, by the rest of their names. */
export function below(stored: TensorTable, prefix: string): TensorTable {
  return new Map(
    [...stored].flatMap(([name, tensor]): [string, StoredTensor][] =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), tensor]] : [],
    ),
  );
}

export const renameLdmUNet = (stored: TensorTable, counts: BlockCounts): TensorTable =>
  renameAll(stored, unetModules(counts));

export function renameLdmVae(stored: TensorTable, counts: BlockCounts): TensorTable {
  return new Map(
    [...renameAll(stored, vaeModules(counts))].map(([name, tensor]) => [
      name,
      name.includes('.attentions.') ? withoutUnitAxes(tensor) : tensor,
    ]),
  );
}

const IN_PROJECTION = /^(transformer\.resblocks\.\d+)\.attn\.in_proj_(weight|bias)$/;

/** OpenCLIP keeps query, key and value one below the other in one tensor: three ranges of the same bytes. */
export function renameOpenClip(stored: TensorTable, layers: number): TensorTable {
  const modules = openClipModules(layers);
  const tensors = new Map(renameAll(stored, modules));
  for (const [name, tensor] of stored) {
    const [, layer = '', kind] = IN_PROJECTION.exec(name) ?? [];
    const module = modules.get(layer);
    if (module === undefined) continue;
    tensors.delete(renamed(name, modules)!);
    ['q_proj', 'k_proj', 'v_proj'].forEach((part, i) => {
      tensors.set(`${module}.self_attn.${part}.${kind}`, third(tensor, i));
    });
  }
  return tensors;
}

function third(tensor: StoredTensor, index: number): StoredTensor {
  const [rows = 0, ...rest] = tensor.shape;
  const length = tensor.length / 3;
  return { ...tensor, shape: [rows / 3, ...rest], offset: tensor.offset + index * length, length };
}
