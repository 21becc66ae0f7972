/** A strategy as the file that `--strategy mine.json` takes: UNets by path, for the command line knows no model ids. */
import { isProgram } from '../../native-models/strategy/describe.ts';
import { DEFAULT_PRECISION } from '../../native-models/strategy/precision.ts';
import { formatMode } from '../../native-models/strategy/sampling-mode.ts';
import type { Strategy } from '../../native-models/strategy/strategy.ts';
import type { Model } from '../../preload/contract/model.ts';

type Known = Pick<Model, 'id' | 'name' | 'path'>;

export function strategyFile(strategy: Strategy, models: readonly Known[]): File {
  const { name, semantics, precision } = strategy;
  const pathOf = (id: string) => models.find((model) => model.id === id)?.path ?? id;
  const switching = strategy.switching.map(({ unet, calls }) => ({ unet: pathOf(unet), calls }));
  const what = isProgram(strategy)
    ? { kind: strategy.kind, name, masks: strategy.masks, calls: strategy.calls }
    : { name, inherit: strategy.inherit, mode: formatMode(strategy.mode) };
  const content = {
    ...what,
    semantics,
    ...(switching.length > 0 ? { switching } : {}),
    ...(precision === DEFAULT_PRECISION ? {} : { precision }),
  };
  return new File([`${JSON.stringify(content, null, 2)}\n`], `${fileName(name)}.json`, { type: 'application/json' });
}

/** @throws Error with the file's name and what is wrong where, as the command line says it. */
export async function readStrategyFile(file: File, models: readonly Known[]): Promise<Strategy> {
  // Only who brings a file in loads the checks of one.
  const { parseStrategy } = await import('../../native-models/strategy/parse-strategy.ts');
  try {
    const strategy = parseStrategy(JSON.parse(await file.text()));
    const idOf = (unet: string) => models.find(({ id, name, path }) => [path, id, name].includes(unet))?.id ?? unet;
    return { ...strategy, switching: strategy.switching.map(({ unet, calls }) => ({ unet: idOf(unet), calls })) };
  } catch (cause) {
    const why = cause instanceof SyntaxError ? `it is not JSON: ${cause.message}` : (cause as Error).message;
    throw new Error(`${file.name}: ${why}`, { cause });
  }
}

/** `My mask!` -> `my-mask` */
function fileName(name: string): string {
  return (
    name
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
      .replaceAll(/^-|-$/g, '') || 'strategy'
  );
}
