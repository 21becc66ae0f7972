import { UnsupportedConfigError } from '../errors.ts';
import { LIMITS } from '../vocabulary.ts';
import type { UNetConfig } from './config.ts';

const ADVICE = 'Correct the file, or get the model again';

/** @throws UnsupportedConfigError where channels do not divide as the configuration says, or the whole is beyond any UNet's size. */
export function assertBuildable(config: UNetConfig, source: string): void {
  const refused = (what: string) => new UnsupportedConfigError(`${source}: ${what}. ${ADVICE}`);
  const { down, up, mid, groups } = config;
  const narrow = down.find(({ channels }) => channels % groups !== 0);
  if (narrow) {
    throw refused(
      `norm_num_groups is ${groups}; ${narrow.channels} of block_out_channels do not divide into as many groups`,
    );
  }
  const last = down.at(-1)!.channels;
  const attending = [...down, ...up, { channels: last, layers: 1, attention: mid?.attention ?? null }].flatMap(
    ({ channels, layers, attention }) => (attention ? [{ channels, layers, attention }] : []),
  );
  const uneven = attending.find(({ channels, attention: { heads } }) => channels % heads !== 0);
  if (uneven) {
    throw refused(
      `attention_head_dim is ${uneven.attention.heads}, which stands for the number of heads; ` +
        `${uneven.channels} of block_out_channels do not divide into as many`,
    );
  }
  const layersOf = (blocks: readonly { readonly layers: number }[]) =>
    blocks.reduce((sum, { layers }) => sum + layers, 0);
  const units = layersOf([...down, ...up]) + layersOf(attending) + (mid ? 2 : 0);
  const { units: mostUnits, transformers: mostTransformers } = LIMITS.network;
  if (units > mostUnits) throw refused(`layers_per_block gives ${units} units; expected at most ${mostUnits}`);
  const transformers = attending.reduce((sum, { layers, attention }) => sum + layers * attention.depth, 0);
  if (transformers > mostTransformers) {
    throw refused(`transformer_layers_per_block gives ${transformers} blocks; expected at most ${mostTransformers}`);
  }
}
