import { EngineError, UnsupportedConfigError } from '../errors.ts';
import { keyWarnings } from '../key-table.ts';
import type { TextEncoderConfig } from '../text-encoder/config.ts';
import type { ClipTokenizer } from '../text-encoder/tokenizer.ts';
import type { UNetConfig } from '../unet/config.ts';
import { buildFullStep } from '../unet/step.ts';
import { scaleFactorOf, type VaeConfig } from '../vae/config.ts';
import { buildVaeDecoder } from '../vae/decoder.ts';
import { buildVaeEncoder } from '../vae/encoder.ts';
import type { TextRole } from '../vocabulary.ts';
import { type FeedShapes, ofRole } from './family.ts';
import { assertFeedsFit, assertLatentsFit } from './fit.ts';
import type { Checkpoint } from './open.ts';
import type { CheckpointNetwork } from '../checkpoint/formats/network.ts';

/** What the configurations of a checkpoint come to, after every one was checked. */
export interface CheckedModel {
  readonly unet: UNetConfig;
  readonly vae: VaeConfig;
  readonly textEncoders: ReadonlyMap<
    TextRole,
    { readonly config: TextEncoderConfig; readonly tokenizer: ClipTokenizer }
  >;
  readonly feeds: FeedShapes;
  /** The checkpoint's, and of keys in its networks' configurations that are left out of account. */
  readonly warnings: readonly string[];
}

/**
 * Checks all that headers and configurations tell: bounds and keys, the widths in which networks have to agree, and that each has the
 * tensors that it is made of. No weights are read.
 * @throws CheckpointError or UnsupportedConfigError naming file, key or tensor, expected and found.
 */
export async function checkModel(checkpoint: Checkpoint): Promise<CheckedModel> {
  const { family, unet, vae } = checkpoint;
  const unetConfig = family.unet.parse(unet.config, unet.configFile);
  const vaeConfig = family.vae.parse(vae.config, vae.configFile);
  const textEncoders = new Map<TextRole, { readonly config: TextEncoderConfig; readonly tokenizer: ClipTokenizer }>();
  for (const { role, parse } of family.textEncoders) {
    const network = ofRole(checkpoint.textEncoders, role);
    const config = parse(network.config, network.configFile);
    const tokenizer = await network.tokenizer();
    textEncoders.set(role, { tokenizer, config: { ...config, tokens: tokenizer.windowLength } });
  }
  const feeds = family.feeds((role) => ofRole(textEncoders, role).config);
  const named = { config: unetConfig, configFile: unet.configFile };
  assertFeedsFit(named, feeds);
  assertLatentsFit(named, vaeConfig);

  assertUNetFilled(unetConfig, unet, feeds.tokens);
  assertFilled(vae, () => {
    const side = scaleFactorOf(vaeConfig);
    buildVaeDecoder(vaeConfig, vae.shapes, { batch: 1, height: 1, width: 1 });
    buildVaeEncoder(vaeConfig, vae.shapes, { batch: 1, height: side, width: side });
  });
  for (const { role, build } of family.textEncoders) {
    const network = ofRole(checkpoint.textEncoders, role);
    assertFilled(network, () => build(ofRole(textEncoders, role).config, network.shapes));
  }

  const ofTokenizers = [...textEncoders.values()].flatMap(({ tokenizer }) => tokenizer.warnings ?? []);
  const recipes = [family.unet, family.vae, ...family.textEncoders];
  const networks = [unet, vae, ...family.textEncoders.map(({ role }) => ofRole(checkpoint.textEncoders, role))];
  const ofKeys = recipes.flatMap(({ keys }, i) =>
    keyWarnings(Object(networks[i]!.config), keys, networks[i]!.configFile),
  );
  return {
    unet: unetConfig,
    vae: vaeConfig,
    textEncoders,
    feeds,
    warnings: [...checkpoint.warnings, ...ofKeys, ...ofTokenizers],
  };
}

/** @throws CheckpointError or UnsupportedConfigError where a UNet's weights are not those that its configuration speaks of. */
export function assertUNetFilled(config: UNetConfig, network: CheckpointNetwork, tokens = 1): void {
  // The smallest latents that every level halves evenly.
  const side = 2 ** (config.down.length - 1);
  assertFilled(network, () => buildFullStep(config, network.shapes, { batch: 1, height: side, width: side, tokens }));
}

/**
 * Builds a network on the names and shapes of its tensors: the builder itself is the list of what it needs, and stops at the first
 * that is missing or misshapen.
 */
function assertFilled({ configFile }: Pick<CheckpointNetwork, 'configFile'>, build: () => unknown): void {
  try {
    build();
  } catch (error) {
    if (error instanceof EngineError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new UnsupportedConfigError(`${configFile}: ${why}. Correct the file, or get the model again`, {
      cause: error,
    });
  }
}
