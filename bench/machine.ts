import { readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../main/base/places.ts';

/** What a number was measured on: without it a time says nothing. */
export interface Machine {
  readonly processor: string;
  /** As many threads as run at once. */
  readonly cores: number;
  readonly memoryBytes: number;
  readonly system: string;
  readonly node: string;
  readonly onnxruntime: string;
}

export function thisMachine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    system: `${type()} ${release().split('-')[0]} ${arch()}`,
    node: process.versions.node,
    onnxruntime: versionOf('onnxruntime-node'),
  };
}

/** One line for a document. */
export function describeMachine({ processor, cores, memoryBytes, system, node, onnxruntime }: Machine): string {
  const memory = `${Math.round(memoryBytes / 2 ** 30)} GiB`;
  return `${processor}, ${cores} cores, ${memory}, ${system}, Node ${node}, onnxruntime ${onnxruntime}`;
}

function versionOf(name: string): string {
  const text = readFileSync(join(PACKAGE_ROOT, 'node_modules', name, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
