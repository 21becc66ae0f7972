import { DeviceError } from '../errors.ts';
import type { DeviceId, PrecisionChoice } from '../vocabulary.ts';
import { hasPlainForm, type PlainForm } from '../graph/plain-forms.ts';
import { type DeviceOptions } from './device.ts';
import { type Finding, OperatorCheck, type CheckOptions } from './operator-check.ts';
import { createSession } from './session.ts';

export interface SelfTestOptions extends Omit<DeviceOptions, 'precision'> {
  /** 'auto' unless given: float16 where the device computes right with it, else float32. */
  readonly precision?: PrecisionChoice;
}

export interface DeviceReport {
  /** What makes the device compute right: the precision, and the operators that have to be spelled out. */
  readonly options: CheckOptions;
  /** What a person should know of it, in whole sentences; nothing where all is as one would expect. */
  readonly notes: readonly string[];
}

/** A way to make a device compute right, or what stands in the way. */
type Fit =
  | { readonly options: CheckOptions; readonly replaced: readonly Finding[]; readonly wrong: null }
  | { readonly wrong: readonly Finding[] };
type Fitting = Extract<Fit, { wrong: null }>;

/**
 * Runs every kind of operator on `device` and compares it with plain loops over doubles. Software and young drivers get some
 * wrong by whole percents, or all of them zero; a picture would not tell why. One that is wrong is spelled out in simpler
 * ones where that can be done (graph/plain-forms.ts), so that it does not cost the device. A device is tested once in a process.
 * @throws DeviceError when there is no such device here, or naming the operators that are off and by how much.
 */
export async function selfTest(device: DeviceId, options: SelfTestOptions = {}): Promise<DeviceReport> {
  const key = JSON.stringify([device, options]);
  const report = reports.get(key) ?? new SelfTest(device).report(options);
  reports.set(key, report);
  try {
    return await report;
  } catch (error) {
    reports.delete(key); // a driver may be installed meanwhile
    throw error;
  }
}

const reports = new Map<string, Promise<DeviceReport>>();

/** The decisions of a self-test; {@link selfTest} is one that is remembered. */
export class SelfTest {
  readonly #device: DeviceId;
  readonly #operators: OperatorCheck;

  /** @param open how networks are loaded. */
  constructor(device: DeviceId, open: typeof createSession = createSession) {
    this.#device = device;
    this.#operators = new OperatorCheck(device, open);
  }

  async report({ precision = 'auto', ...options }: SelfTestOptions): Promise<DeviceReport> {
    await this.#requireDevice(options);
    if (this.#device === 'cpu' && precision === 'float16') throw new DeviceError(NO_HALF_ON_CPU);
    if (this.#device === 'cpu' || precision === 'float32') return await this.#fitting('float32', options);
    if (precision === 'float16') return await this.#fitting('float16', options);
    return await this.#best(options);
  }

  /** float16 where nothing is wrong with it, and where it does not bring work to the CPU, which has none. */
  async #best(options: DeviceOptions): Promise<DeviceReport> {
    const half = await this.#fit({ ...options, precision: 'float16' });
    const full = await this.#fit({ ...options, precision: 'float32' });
    if (full.wrong) {
      if (half.wrong) throw this.#wrong('float32', full.wrong);
      return reportOf(half, await this.#operators.elsewhere(half.options));
    }
    const strays = await this.#operators.elsewhere(full.options);
    const inFloat32 = reportOf(full, strays);
    if (half.wrong) return withNote(inFloat32, `It computes in float32; in float16: ${told(half.wrong)}.`);
    const halfStrays = await this.#operators.elsewhere(half.options);
    const more = halfStrays.filter((name) => !strays.includes(name));
    if (more.length === 0) return reportOf(half, halfStrays);
    return withNote(inFloat32, `It computes in float32; in float16 the processor would compute ${more.join(', ')}.`);
  }

  async #fitting(precision: CheckOptions['precision'], options: DeviceOptions): Promise<DeviceReport> {
    const fit = await this.#fit({ ...options, precision });
    if (fit.wrong) throw this.#wrong(precision, fit.wrong);
    return reportOf(fit, await this.#operators.elsewhere(fit.options));
  }

  /** Spells out what is wrong until nothing is, or until something is that cannot be spelled out. */
  async #fit(options: CheckOptions): Promise<Fit> {
    const spelledOut = new Set<PlainForm>(options.spelledOut);
    const replaced: Finding[] = [];
    for (;;) {
      const present = { ...options, spelledOut: [...spelledOut] };
      const wrong = await this.#operators.findings(present);
      if (wrong.length === 0) return { options: present, replaced, wrong: null };
      const lost = wrong.filter(({ of }) => !hasPlainForm(of.op) || spelledOut.has(of.op));
      if (lost.length > 0) return { wrong: lost };
      for (const { of } of wrong) spelledOut.add(of.op as PlainForm);
      replaced.push(...wrong);
    }
  }

  async #requireDevice(options: DeviceOptions): Promise<void> {
    try {
      await this.#operators.requireDevice(options);
    } catch (cause) {
      const { message } = cause as Error;
      throw new DeviceError(`device ${this.#device} cannot be used here (${message}); use --device cpu`, { cause });
    }
  }

  #wrong(precision: CheckOptions['precision'], findings: readonly Finding[]): DeviceError {
    const instead = precision === 'float16' ? 'let it compute in float32' : 'use --device cpu';
    return new DeviceError(`device ${this.#device} cannot compute in ${precision}: ${told(findings)}; ${instead}`);
  }
}

const NO_HALF_ON_CPU =
  'device cpu computes in float32: it has no float16 arithmetic, and would convert every number back and forth; ' +
  'leave its precision to it (auto)';

function reportOf({ options, replaced }: Fitting, strays: readonly string[]): DeviceReport {
  const notes = [
    ...(replaced.length > 0 ? [`Spelled out in simpler operators, because its own are wrong: ${told(replaced)}.`] : []),
    ...(strays.length > 0 ? [`Computed by the processor in its place: ${strays.join(', ')}.`] : []),
  ];
  return { options, notes };
}

const withNote = ({ options, notes }: DeviceReport, note: string): DeviceReport => ({
  options,
  notes: [note, ...notes],
});

/** `attention (off by 2.1%), GELU (off by 3.0%)`; one problem that all share is told once. */
function told(findings: readonly Finding[]): string {
  const [first] = findings;
  if (findings.length > 1 && findings.every(({ problem }) => problem === first!.problem)) return first!.problem;
  return findings.map(({ of, problem }) => `${of.name} (${problem})`).join(', ');
}
