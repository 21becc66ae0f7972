import { DEVICE_IDS, type DeviceId, type FloatType, type MemoryUse } from '../vocabulary.ts';
import { DeviceError } from '../errors.ts';
import * as ort from 'onnxruntime-node';
import type { PlainForm } from '../graph/plain-forms.ts';

export interface DeviceOptions {
  /** Threads within an operator; 0 lets onnxruntime choose (one per physical core). */
  readonly threads?: number;
  /** What networks compute in; left out: in what their weights are stored in, which is float32. */
  readonly precision?: FloatType;
  /** Operators that are replaced by simpler ones, for devices whose own are wrong (see self-test.ts). */
  readonly spelledOut?: readonly PlainForm[];
  /**
   * A network that is loaded to find something out. 'device-only' fails where the CPU would compute something in the device's
   * place.
   */
  readonly probe?: 'anywhere' | 'device-only';
  readonly memory?: MemoryUse;
  /** Left out: as `memory` has it. */
  readonly weightLayout?: WeightLayout;
  /** Path and beginning of the name of a file for onnxruntime's profile; see profile.ts. */
  readonly profile?: string;
}

/**
 * How a network on the CPU has its weights: 'shared', in the mmapped pages of the checkpoint's file, which all sessions share
 * (docs/adr/0001-one-session-per-plan.md), or in its 'own' copy, which onnxruntime lays out for it and is faster with.
 */
export type WeightLayout = 'shared' | 'own';

const PLATFORM_NAMES: Record<DeviceId, string> = {
  cpu: 'CPU',
  webgpu: 'WebGPU',
  cuda: 'CUDA (NVIDIA, Linux)',
  dml: 'DirectML (Windows)',
  coreml: 'CoreML (macOS)',
};

/** The devices that this build of onnxruntime can try on this platform. The CPU is always among them. */
export function availableDevices(): readonly DeviceId[] {
  const backends = new Set(ort.listSupportedBackends().map(({ name }) => name));
  return DEVICE_IDS.filter((id) => id === 'cpu' || backends.has(id));
}

/** @throws DeviceError naming the devices that can be had instead. */
export function assertAvailable(id: DeviceId): void {
  const available = availableDevices();
  if (available.includes(id)) return;
  throw new DeviceError(
    `device ${id}: ${PLATFORM_NAMES[id]} is not in onnxruntime's build for ${process.platform}-${process.arch}; ` +
      `use one of: ${available.join(', ')}`,
  );
}

/**
 * force_spinning_stop: a session's threads stop spinning when its run ends; otherwise those of the full step take cores from
 * the inherit step that comes next.
 */
const CPU_SESSION = { force_spinning_stop: '1' } as const;

const DEVICE_ONLY = { disable_cpu_ep_fallback: '1' } as const;
/** onnxruntime writes to the terminal by itself; what it has to say comes with its errors as well, and is told in our words. */
const SILENT = { environment: 'fatal', session: 4 } as const;
// Read when the first session is made.
ort.env.logLevel = SILENT.environment;

const WEIGHT_LAYOUT: Record<MemoryUse, WeightLayout> = { fastest: 'own', fast: 'shared', small: 'shared' };

/** How onnxruntime prepares a network for the CPU. */
const CPU_SESSIONS: Record<WeightLayout, { readonly level: 'extended' | 'all'; readonly entries: object }> = {
  own: { level: 'all', entries: CPU_SESSION },
  shared: { level: 'extended', entries: { ...CPU_SESSION, disable_prepacking: '1' } },
};

/** Session options per device. */
export function sessionOptions(
  id: DeviceId,
  weightsFolder: string,
  { threads = 0, memory = 'fast', weightLayout = WEIGHT_LAYOUT[memory], profile, probe }: DeviceOptions,
): ort.InferenceSession.SessionOptions {
  const weights = weightsFolder ? { model_external_initializers_file_folder_path: weightsFolder } : {};
  const { level, entries } = id === 'cpu' ? CPU_SESSIONS[weightLayout] : { level: 'extended' as const, entries: {} };
  return {
    executionProviders: id === 'cpu' ? ['cpu'] : [id, 'cpu'],
    graphOptimizationLevel: level,
    // On Linux glibc's heap does better (heap.ts). On macOS and Linux Electron's allocator ends a process that asks it for
    // 2 GiB at once, which an arena does when it grows (docs/desktop.md).
    enableCpuMemArena: memory !== 'small' && process.platform === 'win32',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: SILENT.session,
    ...(profile ? { enableProfiling: true, profileFilePrefix: profile } : {}),
    extra: { session: { ...weights, ...entries, ...(probe === 'device-only' ? DEVICE_ONLY : {}) } },
  };
}
