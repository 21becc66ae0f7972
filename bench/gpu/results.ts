/** What was measured on a card, as gpu.json keeps it: written after every phase, so that a run that was cut off keeps what it has. */
import type { Machine } from '../machine.ts';
import type { Spread } from '../spread.ts';

/** `tiny` tries the bench, in software too; its numbers say nothing. */
export const SHAPES = ['sd15', 'tiny'] as const;
export type Shape = (typeof SHAPES)[number];

/** As nvidia-smi tells it. */
export interface Card {
  readonly name: string;
  readonly driver: string;
  readonly memoryMiB: number;
}

/** What a Vulkan loader finds. */
export interface VulkanFacts {
  /** What was set in the environment for it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly loader?: string;
  readonly devices?: readonly {
    readonly name: string;
    readonly type: string;
    readonly extensions: readonly string[];
  }[];
  readonly error?: string;
}

export interface SelfTested {
  readonly contender: string;
  /** As asked for. */
  readonly precision: string;
  /** What the device computes in, what is spelled out, and what a person should know. */
  readonly found?: {
    readonly precision: string;
    readonly spelledOut: readonly string[];
    readonly notes: readonly string[];
  };
  readonly failed?: string;
}

export interface Measured {
  readonly group: string;
  readonly row: string;
  readonly contender: string;
  /** The command of its process, and what that was asked. */
  readonly command: string;
  readonly seconds: Spread & { readonly least: number };
  /** Of the first time, with loading and the compiling of kernels; not in `seconds`. */
  readonly firstSeconds: number;
}

export interface Memory {
  readonly row: string;
  readonly contender: string;
  /** What the card held at most while this was loaded and done, less what it held before. */
  readonly bytes: number;
}

export interface Agreement {
  readonly what: string;
  readonly against: string;
  /** Root of the mean square of the difference, relative to that of the truth. */
  readonly relative: number;
  readonly mostApart: number;
}

/** A part of a run, and what became of it. */
export interface PhaseRecord {
  readonly phase: string;
  readonly seconds: number;
  readonly failed?: string;
}

export interface KernelTime {
  readonly contender: string;
  readonly kernel: string;
  readonly count: number;
  readonly milliseconds: number;
}

export interface GpuResults {
  readonly date: string;
  /** Of the repository that the archive was made from. */
  readonly commit: string | null;
  readonly shape: Shape;
  readonly machine: Machine;
  readonly card: Card | null;
  readonly versions: Readonly<Record<string, string>>;
  /** Every environment that was tried for Vulkan; the last is the one that was used. */
  readonly vulkan: readonly VulkanFacts[];
  readonly selfTests: readonly SelfTested[];
  readonly measured: readonly Measured[];
  readonly memory: readonly Memory[];
  readonly agreement: readonly Agreement[];
  readonly kernels: readonly KernelTime[];
  readonly missing: readonly { readonly group: string; readonly row: string; readonly reason: string }[];
  readonly phases: readonly PhaseRecord[];
}
