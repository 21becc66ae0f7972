import { zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { blankCode } from './fatbin.ts';

/** A library with one section, `.nv_fatbin`, which holds one container of these. */
function library(codes: readonly { generation: number; bytes: Buffer }[]): Buffer {
  const entries = codes.map(({ generation, bytes }) => {
    const padded = Buffer.concat([bytes, Buffer.alloc(-bytes.length & 7)]);
    const head = Buffer.alloc(64);
    head.writeUInt32LE(64, 4);
    head.writeBigUInt64LE(BigInt(padded.length), 8);
    head.writeUInt32LE(bytes.length, 16);
    head.writeUInt32LE(generation, 28);
    return Buffer.concat([head, padded]);
  });
  const code = Buffer.concat(entries);
  const container = Buffer.alloc(16);
  container.writeUInt32LE(0xba55ed50, 0);
  container.writeUInt16LE(16, 6);
  container.writeBigUInt64LE(BigInt(code.length), 8);
  const names = Buffer.from('\0.nv_fatbin\0.names\0\0\0\0\0\0');
  const body = Buffer.concat([container, code]);
  const section = (name: number, at: number, size: number) => {
    const header = Buffer.alloc(64);
    header.writeUInt32LE(name, 0);
    header.writeBigUInt64LE(BigInt(at), 0x18);
    header.writeBigUInt64LE(BigInt(size), 0x20);
    return header;
  };
  const elf = Buffer.alloc(64);
  elf.writeBigUInt64LE(BigInt(64 + body.length + names.length), 0x28);
  elf.writeUInt16LE(64, 0x3a);
  elf.writeUInt16LE(2, 0x3c);
  elf.writeUInt16LE(1, 0x3e);
  return Buffer.concat([elf, body, names, section(1, 64, body.length), section(12, 64 + body.length, names.length)]);
}

const kernel = (name: string): Buffer => zstdCompressSync(Buffer.from(`\0.text.${name}\0 code`));

test('code of other generations and of other kernels becomes zeros, and nothing moves', () => {
  const [ours, others] = [kernel('ours'), kernel('others')];
  const bytes = library([
    { generation: 80, bytes: ours },
    { generation: 90, bytes: ours },
    { generation: 90, bytes: others },
  ]);
  const before = Buffer.from(bytes);
  blankCode(bytes, ({ generation, kernels }) => generation === 90 && kernels().has('ours'));
  expect(bytes).toHaveLength(before.length);
  expect(bytes.indexOf(ours)).toBe(before.lastIndexOf(ours));
  expect(bytes.indexOf(others)).toBe(-1);
});

test('a library without such code is refused', () => {
  const bytes = library([]);
  bytes.write('.xx_fatbin', bytes.indexOf('.nv_fatbin'));
  expect(() => blankCode(bytes, () => true)).toThrow('.nv_fatbin');
});
