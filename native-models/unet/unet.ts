import { RequestError } from '../errors.ts';
import { GraphBuilder } from '../graph/builder.ts';
import {
  add,
  channelsOf,
  concat,
  conv,
  groupNorm,
  linear,
  padRightBottom,
  resizeNearest,
  silu,
} from '../graph/layers.ts';
import type { Graph, Value } from '../graph/graph.ts';
import type { BlockId, UnitId } from '../strategy/architecture.ts';
import type { WeightSource } from '../graph/weights.ts';
import { withInputs } from './added-embedding.ts';
import { attnUnit } from './attn-unit.ts';
import type { Attention, UNetConfig } from './config.ts';
import type { Tap, UNetContext, UNetSize } from './context.ts';
import { resUnit } from './res-unit.ts';

/** Of its graph, as messages call it. */
export const UNET_NAME = 'unet';
export const UNET_INPUTS = { sample: 'sample', timestep: 'timestep', context: 'encoder_hidden_states' } as const;
export const UNET_OUTPUT = 'noise_prediction';

/**
 * UNet2DConditionModel (diffusers models/unets/unet_2d_condition.py) as a graph.
 * Inputs: `sample` (batch, inChannels, height, width), `timestep` (1), `encoder_hidden_states`
 * (batch, tokens, crossAttentionDim), and those of `config.added`. Output: `noise_prediction` (batch, outChannels, height, width).
 * Nothing in here knows of inheritance: `tap` sees every point where a step may differ (see step.ts).
 * @throws RequestError for latents that a level leaves nothing of.
 */
export function buildUNet(config: UNetConfig, weights: WeightSource, size: UNetSize, tap: Tap): Graph {
  assertLargeEnough(config, size);
  const b = new GraphBuilder(UNET_NAME, weights);
  const sample = b.input(UNET_INPUTS.sample, 'float32', [size.batch, config.inChannels, size.height, size.width]);
  const timestep = b.input(UNET_INPUTS.timestep, 'float32', [1]);
  const text = b.input(UNET_INPUTS.context, 'float32', [size.batch, size.tokens, config.crossAttentionDim]);
  const added = config.added ? withInputs(b, config.added, size.batch) : null;
  const time = b.within('time_embedding', () => timeEmbedding(b, timestep, added, config));
  const context: UNetContext = { b, config, text, time, tap };

  let h = b.within('conv_in', () =>
    conv(b, centred(b, sample, config), 'conv_in', { outChannels: config.down[0]!.channels, kernel: 3 }),
  );
  const skips: Value[] = [h];
  config.down.forEach(({ channels, layers, attention, downsample }, k) => {
    for (let layer = 0; layer < layers; layer++) {
      h = oneLayer(context, `dn${k}`, layer, { h, channels, attention });
      skips.push(h);
    }
    if (downsample) {
      const padding = config.downsamplePadding;
      h = b.within(`dn${k}.downsample`, () =>
        // diffusers' Downsample2D: where the convolution pads nothing, a row and a column are added before it.
        conv(b, padding === 0 ? padRightBottom(b, h) : h, `down_blocks.${k}.downsamplers.0.conv`, {
          outChannels: channels,
          kernel: 3,
          stride: 2,
          padding,
        }),
      );
      skips.push(h);
    }
  });

  if (config.mid) h = midBlock(context, h, config.mid.attention);

  config.up.forEach(({ channels, layers, attention, upsample }, k) => {
    for (let layer = 0; layer < layers; layer++) {
      h = oneLayer(context, `up${k}`, layer, { h, skip: skips.pop()!, channels, attention });
    }
    if (upsample) {
      const [height, width] = skips.at(-1)!.shape.slice(2) as [number, number];
      h = b.within(`up${k}.upsample`, () =>
        conv(b, resizeNearest(b, h, height, width), `up_blocks.${k}.upsamplers.0.conv`, {
          outChannels: channels,
          kernel: 3,
        }),
      );
    }
  });

  b.within('conv_out', () => {
    const normed = silu(b, groupNorm(b, h, 'conv_norm_out', config.groups, config.normEps));
    const out = conv(b, normed, 'conv_out', { outChannels: config.outChannels, kernel: 3 });
    b.output(b.named(UNET_OUTPUT, out));
  });
  return b.build();
}

/** Without a padding on the left, each level halves and rounds down. */
function assertLargeEnough({ downsamplePadding, down }: UNetConfig, { height, width }: UNetSize): void {
  const least = downsamplePadding === 0 ? 2 ** (down.length - 1) : 1;
  if (Math.min(height, width) >= least) return;
  throw new RequestError(
    `latents of ${width}x${height} are too small for this UNet (downsample_padding 0): ask for a larger picture, ` +
      `of at least ${least}x${least} latents`,
  );
}

interface LayerInput {
  readonly h: Value;
  readonly skip?: Value;
  readonly channels: number;
  readonly attention: Attention | null;
}

/** One layer: a ResUnit and, where the block has attention, an AttnUnit. */
function oneLayer(context: UNetContext, block: BlockId, layer: number, input: LayerInput): Value {
  const prefix = `${block.startsWith('dn') ? 'down' : 'up'}_blocks.${block.slice(2)}`;
  const res: UnitId = `${block}.${layer}.res`;
  let h = context.tap(`in:${res}`, input.h, context.b);
  if (input.skip) h = context.b.within('skip', () => concat(context.b, [h, input.skip!], 1));
  h = resUnit(context, res, h, `${prefix}.resnets.${layer}`, input.channels);
  if (!input.attention) return h;
  return attnUnitTapped(context, `${block}.${layer}.attn`, h, `${prefix}.attentions.${layer}`, input.attention);
}

function midBlock(context: UNetContext, h: Value, attention: Attention): Value {
  const channels = channelsOf(h);
  const first = resUnit(
    context,
    'mid.0.res',
    context.tap('in:mid.0.res', h, context.b),
    'mid_block.resnets.0',
    channels,
  );
  const attended = attnUnitTapped(context, 'mid.0.attn', first, 'mid_block.attentions.0', attention);
  const input = context.tap('in:mid.1.res', attended, context.b);
  return resUnit(context, 'mid.1.res', input, 'mid_block.resnets.1', channels);
}

function attnUnitTapped(context: UNetContext, id: UnitId, h: Value, prefix: string, attention: Attention): Value {
  return attnUnit(context, id, context.tap(`in:${id}`, h, context.b), prefix, attention);
}

/**
 * Sinusoidal features of the timestep through two Linears (diffusers models/embeddings.py, get_timestep_embedding and
 * TimestepEmbedding), what is added to them, and the SiLU that every ResUnit begins its use of them with.
 */
function timeEmbedding(
  b: GraphBuilder,
  timestep: Value,
  added: ((width: number) => Value) | null,
  config: UNetConfig,
): Value {
  const channels = config.down[0]!.channels;
  const features = sinusoids(b, timestep, channels, config);
  const hidden = silu(b, linear(b, features, 'time_embedding.linear_1', 4 * channels));
  const time = linear(b, hidden, 'time_embedding.linear_2', 4 * channels);
  return silu(b, added ? add(b, time, added(4 * channels)) : time);
}

/** [sin, cos] or [cos, sin] of the timestep at falling frequencies, (1, channels); an odd number ends in a zero. */
function sinusoids(b: GraphBuilder, timestep: Value, channels: number, config: UNetConfig): Value {
  const half = Math.floor(channels / 2);
  const odd = channels % 2 === 1 ? [b.floats('odd_channel', [1, 1], new Float32Array(1))] : [];
  if (half === 0) return odd[0]!;
  const frequencies = Float32Array.from({ length: half }, (_, i) =>
    Math.exp((-Math.log(10_000) * i) / (half - config.freqShift)),
  );
  const angles = b.op('Mul', [timestep, b.floats('time_frequencies', [1, half], frequencies)]);
  const [sin, cos] = [b.op('Sin', [angles]), b.op('Cos', [angles])];
  return concat(b, [...(config.flipSinToCos ? [cos, sin] : [sin, cos]), ...odd], 1);
}

function centred(b: GraphBuilder, sample: Value, config: UNetConfig): Value {
  if (!config.centerInputSample) return sample;
  const two = b.floats('two', [1], Float32Array.of(2));
  const minusOne = b.floats('minus_one', [1], Float32Array.of(-1));
  return add(b, b.op('Mul', [sample, two]), minusOne);
}
