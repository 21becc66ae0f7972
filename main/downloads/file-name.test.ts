import { expect, test } from 'vitest';
import { nameGiven, nameInAddress, plainName } from './file-name.ts';

test.each([
  ['model.safetensors', 'model.safetensors'],
  ['../../etc/model.safetensors', 'model.safetensors'],
  ['..\\..\\model.safetensors', 'model.safetensors'],
  ['C:\\models\\a.safetensors', 'a.safetensors'],
  ['..', null],
  ['...', null],
  ['', null],
  ['/', null],
  [' .hidden.safetensors', 'hidden.safetensors'],
  ['a.safetensors. . ', 'a.safetensors'],
  ['a\u0000b\u001b[31m\n.safetensors', 'ab[31m.safetensors'],
  ['a<b>c:d"e|f?g*.safetensors', 'a_b_c_d_e_f_g_.safetensors'],
  // Written from right to left it would read "modelrotsnesnefas.exe".
  ['model\u202esrosnetefas.exe', 'modelsrosnetefas.exe'],
  ['mo\u200bdel\ufeff\u2066.safetensors', 'model.safetensors'],
  ['a\u2215b\uff0fc\u2044d.safetensors', 'a_b_c_d.safetensors'],
  ['e\u0301.safetensors', '\u00e9.safetensors'],
  ['夢の絵.safetensors', '夢の絵.safetensors'],
  ['con.safetensors', '_con.safetensors'],
  ['NUL', '_NUL'],
  ['Com1.tar.safetensors', '_Com1.tar.safetensors'],
  ['console.safetensors', 'console.safetensors'],
  ['\ud800.safetensors', 'safetensors'],
])('%j -> %j', (path, name) => expect(plainName(path)).toBe(name));

test('a long name is cut before its ending, between characters', () => {
  const name = plainName(`${'夢'.repeat(300)}.safetensors`)!;
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(240);
  expect(name).toMatch(/^夢{70,}\.safetensors$/u);
  expect(plainName(`${'a.'.repeat(500)}safetensors`)).toHaveLength(240);
});

test.each([
  ['attachment; filename="a b.safetensors"', 'a b.safetensors'],
  ['attachment; filename=a.safetensors; size=5', 'a.safetensors'],
  ['attachment; filename="x"; filename*=UTF-8\'\'%E5%A4%A2.safetensors', '夢.safetensors'],
  ["attachment; filename*=utf-8'en'a%20b.safetensors", 'a b.safetensors'],
  ["attachment; filename*=UTF-8''..%2F..%2Fa.safetensors", 'a.safetensors'],
  ["attachment; filename*=UTF-8''100%.safetensors", '100%.safetensors'],
  ['attachment; filename="say \\"a\\".safetensors"', 'say _a_.safetensors'],
  [`attachment; filename="${Buffer.from('夢.safetensors').toString('latin1')}"`, '夢.safetensors'],
  ['attachment; filename="caf\u00e9.safetensors"', 'café.safetensors'],
  ['attachment', null],
  [null, null],
])('Content-Disposition %j -> %j', (header, name) => expect(nameGiven(header)).toBe(name));

test.each([
  ['https://a.example/x/model.safetensors?download=true#top', 'model.safetensors'],
  ['https://a.example/x%2Fy%5Cz.safetensors', 'z.safetensors'],
  ['https://a.example/100%.safetensors', '100%.safetensors'],
  ['https://a.example/%E0%A4%A.safetensors', '%E0%A4%A.safetensors'],
  ['https://a.example/', null],
  ['https://a.example', null],
  ['no address', null],
])('the address %s -> %j', (url, name) => expect(nameInAddress(url)).toBe(name));
