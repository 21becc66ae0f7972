/** Where a step's time goes, by operator, by unit and by shape: what to make faster next. Not for tables of results. */
import type { Semantics } from '../../native-models/vocabulary.ts';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as ort from 'onnxruntime-node';
import { countByScope } from '../../native-models/graph/count.ts';
import type { Graph } from '../../native-models/graph/graph.ts';
import { writeModelProto } from '../../native-models/graph/model-proto.ts';
import { size as elements } from '../../native-models/graph/operators.ts';
import { sessionOptions } from '../../native-models/runtime/device.ts';
import { int8UNet } from '../../native-models/sampling/int8-unet.ts';
import { loadUNet } from '../../native-models/sampling/loaded-model.ts';
import type { UNetNetwork } from '../../native-models/sampling/step.ts';
import { presetOf, resolvePreset } from '../../native-models/strategy/presets.ts';
import { architectureOf } from '../../native-models/unet/config.ts';
import { CLIP_TOKENS } from '../../native-models/unet/cost.ts';
import { inheritanceOf } from '../../native-models/unet/inheritance.ts';
import { buildFullStep, buildInheritStep } from '../../native-models/unet/step.ts';
import { UNET_OUTPUT } from '../../native-models/unet/unet.ts';
import { PLACES } from './places.ts';

const HELP = `node bench/sd15/profile.ts [options]
  --step <full|CO6|...>    a full call, or the inherit call of a preset
  --semantics <residual|boundary>
  --size <pixels>  --rows <n>  --threads <n>
  --level <extended|all|basic>
  --precision <float32|int8>  --data <folder for the int8 copy>
  --model <folder>         the weights of npm run bench -- sd15 unless given`;

const { values } = parseArgs({
  options: {
    help: { type: 'boolean', short: 'h' },
    step: { type: 'string', default: 'full' },
    semantics: { type: 'string', default: 'residual' },
    size: { type: 'string', default: '512' },
    rows: { type: 'string', default: '2' },
    threads: { type: 'string', default: '2' },
    level: { type: 'string' },
    precision: { type: 'string', default: 'float32' },
    data: { type: 'string', default: PLACES.data },
    model: { type: 'string', default: PLACES.float32 },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit();
}

/** The fields that are read of onnxruntime's trace; times in microseconds. */
interface TraceEvent {
  readonly cat: string;
  readonly name: string;
  readonly ts: number;
  readonly dur: number;
  readonly args?: {
    readonly op_name?: string;
    readonly input_type_shape?: readonly Record<string, readonly number[]>[];
  };
}

const cache = { dataFolder: values.data };
const float32 = await loadUNet(values.model, cache);
const network = values.precision === 'int8' ? await int8UNet(float32, cache) : float32;
const graph = stepOf(network);
const kernels = kernelsOf(await trace(graph));
const total = kernels.reduce((sum, { dur }) => sum + dur, 0);
const macs = countByScope(graph);

print('operator', ({ args }) => args!.op_name!);
print('unit', scopeOf, (scope, us) => {
  const { macs: count } = macs.get(scope) ?? { macs: 0 };
  return count > 0 ? `${Math.round(count / us / 1e3)} GMAC/s` : '';
});
print('operator and shapes', ({ args }) => `${args!.op_name} ${shapesOf(args!.input_type_shape ?? [])}`);

function stepOf({ config, weights }: UNetNetwork): Graph {
  const side = Number(values.size) / 8;
  const size = { batch: Number(values.rows), height: side, width: side, tokens: CLIP_TOKENS };
  if (values.step === 'full') return buildFullStep(config, weights, size);
  const { inherited } = resolvePreset(presetOf(values.step), architectureOf(config));
  return buildInheritStep(config, weights, size, inheritanceOf(config, inherited, values.semantics as Semantics)).graph;
}

/** Runs it twice: the first run is what a first run is. */
async function trace(graph: Graph): Promise<readonly TraceEvent[]> {
  const folder = mkdtempSync(join(tmpdir(), 'heirloom-profile-'));
  const options = sessionOptions('cpu', network.weights.folder, { threads: Number(values.threads) });
  const level = values.level as ort.InferenceSession.SessionOptions['graphOptimizationLevel'];
  try {
    const session = await ort.InferenceSession.create(writeModelProto(graph), {
      ...options,
      ...(level ? { graphOptimizationLevel: level } : {}),
      enableProfiling: true,
      profileFilePrefix: join(folder, 'trace'),
    });
    const feeds = Object.fromEntries(
      graph.inputs.map(({ name, shape }) => [name, new ort.Tensor(new Float32Array(elements(shape)).fill(1), shape)]),
    );
    for (const which of ['first', 'second']) {
      const started = performance.now();
      await session.run(feeds, [UNET_OUTPUT]);
      console.log(`${which} run ${((performance.now() - started) / 1000).toFixed(2)} s`);
    }
    session.endProfiling();
    return JSON.parse(readFileSync(join(folder, readdirSync(folder)[0]!), 'utf8')) as TraceEvent[];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Of the last run. */
function kernelsOf(events: readonly TraceEvent[]): readonly TraceEvent[] {
  const last = events.findLast(({ name }) => name === 'model_run')!;
  return events.filter(({ cat, name, ts }) => cat === 'Node' && name.endsWith('_kernel_time') && ts >= last.ts);
}

/** Our graphs name a node for its scope; what onnxruntime fused has names of its own. */
function scopeOf({ name }: TraceEvent): string {
  return name.includes('/') ? name.split('/')[0]! : '(fused)';
}

function shapesOf(inputs: readonly Record<string, readonly number[]>[]): string {
  return inputs.flatMap((input) => Object.values(input).map((shape) => shape.join('x'))).join(' ');
}

function print(
  title: string,
  keyOf: (kernel: TraceEvent) => string,
  note: (key: string, us: number) => string = () => '',
) {
  const sums = Map.groupBy(kernels, keyOf);
  const lines = [...sums]
    .map(([key, group]) => ({ key, count: group.length, us: group.reduce((sum, { dur }) => sum + dur, 0) }))
    .toSorted((a, b) => b.us - a.us)
    .slice(0, 60)
    .map(({ key, count, us }) => {
      const cells = [
        (us / 1e3).toFixed(0).padStart(7),
        ((100 * us) / total).toFixed(1).padStart(6),
        String(count).padStart(5),
      ];
      return `${cells.join('')}  ${key.padEnd(24)} ${note(key, us)}`;
    });
  console.log(`\n     ms     %    n  ${title}\n${lines.join('\n')}`);
}
