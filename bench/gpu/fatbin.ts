/**
 * Machine code of graphics cards inside a shared library, as nvcc puts it there ("fat binaries"): containers, each with the same
 * kernels for several generations of cards. What is not needed is overwritten with zeros, which take no room in an archive; nothing
 * moves, and a driver that looks for its own generation passes the others by.
 */
import { zstdDecompressSync } from 'node:zlib';

const SECTION = '.nv_fatbin';
const CONTAINER = 0xba55ed50;
const ZSTD = 0xfd2fb528;

/** The code of one container for one generation. */
export interface Code {
  /** 90 is compute capability 9.0. */
  readonly generation: number;
  /** Names of the kernels in it, as compilers mangle them. */
  kernels(): ReadonlySet<string>;
}

/** Overwrites the code that is not to be kept. @returns how many bytes of how many were kept. */
export function blankCode(
  library: Buffer,
  keep: (code: Code) => boolean,
): { readonly kept: number; readonly of: number } {
  const { start, end } = sectionOf(library, SECTION);
  let [kept, of] = [0, 0];
  for (const { payload, size, packed, generation } of codes(library, start, end)) {
    const bytes = library.subarray(payload, payload + size);
    const code = { generation, kernels: () => kernelsOf(bytes.subarray(0, packed || size)) };
    of += size;
    if (keep(code)) kept += size;
    else bytes.fill(0);
  }
  return { kept, of };
}

function* codes(library: Buffer, start: number, end: number) {
  for (let at = start; at < end;) {
    if (library.readUInt32LE(at) !== CONTAINER) {
      at += 8; // containers are aligned
      continue;
    }
    const first = at + library.readUInt16LE(at + 6);
    const last = first + Number(library.readBigUInt64LE(at + 8));
    for (let entry = first; entry < last;) {
      const payload = entry + library.readUInt32LE(entry + 4);
      const size = Number(library.readBigUInt64LE(entry + 8));
      const [packed, generation] = [library.readUInt32LE(entry + 16), library.readUInt32LE(entry + 28)];
      yield { payload, size, packed, generation };
      entry = payload + size;
    }
    at = last;
  }
}

/** A kernel has a section of its own, `.text.<name>`. */
function kernelsOf(bytes: Buffer): ReadonlySet<string> {
  const elf = bytes.readUInt32LE(0) === ZSTD ? zstdDecompressSync(bytes) : bytes;
  return new Set([...elf.toString('latin1').matchAll(/\0\.text\.(\w+)/g)].map(([, name]) => name!));
}

/** Of a 64-bit ELF file. */
function sectionOf(elf: Buffer, name: string): { readonly start: number; readonly end: number } {
  const table = Number(elf.readBigUInt64LE(0x28));
  const [size, count, names] = [0x3a, 0x3c, 0x3e].map((at) => elf.readUInt16LE(at)) as [number, number, number];
  const header = (i: number) => elf.subarray(table + i * size, table + (i + 1) * size);
  const offset = (section: Buffer) => Number(section.readBigUInt64LE(0x18));
  for (let i = 0; i < count; i++) {
    const at = offset(header(names)) + header(i).readUInt32LE(0);
    if (elf.toString('latin1', at, elf.indexOf(0, at)) !== name) continue;
    return { start: offset(header(i)), end: offset(header(i)) + Number(header(i).readBigUInt64LE(0x20)) };
  }
  throw new Error(`there is no section ${name}`);
}
