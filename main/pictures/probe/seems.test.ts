import { expect, test } from 'vitest';
import { seemsToBe } from './seems.ts';

const text = (latin1: string) => Buffer.from(latin1, 'latin1');

test.each([
  ['an SVG drawing', text('<?xml version="1.0"?>\n<!-- made by hand -->\n<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['an SVG drawing', text('<svg width="99999999" height="99999999"/>')],
  ['a BMP picture', text('BM\x36\x10\0\0\0\0\0\0\x36\0\0\0')],
  ['a TIFF picture, or a raw photograph', text('II*\0\x08\0\0\0')],
  ['a TIFF picture, or a raw photograph', text('MM\0*\0\0\0\x08')],
  ['a HEIC picture', text('\0\0\0\x18ftypheic\0\0\0\0mif1heic')],
  ['a JPEG XL picture', text('\xff\x0a\x7f')],
  ['a JPEG XL picture', text('\0\0\0\x0cJXL \r\n\x87\n')],
  ['a JPEG 2000 picture', text('\0\0\0\x0cjP  \r\n\x87\n')],
  ['a Photoshop document', text('8BPS\0\x01')],
  ['an icon', text('\0\0\x01\0\x01\0\x10\x10')],
  ['a PDF document', text('%PDF-1.7\n')],
  ['a video', text('\0\0\0\x20ftypisom\0\0\x02\0')],
  ['a video', text('\x1a\x45\xdf\xa3\x01\0\0\0')],
  ['a video', text('RIFF\0\0\0\0AVI LIST')],
  ['a sound', text('RIFF\0\0\0\0WAVEfmt ')],
  ['an archive, or a document that is one', text('PK\x03\x04\x14\0')],
  ['a program', text('\x7fELF\x02\x01')],
  ['a model (safetensors)', text('\x40\x05\0\0\0\0\0\0{"__metadata__":{}')],
  ['a web page', text('<!DOCTYPE html><html><body><svg/></body></html>')],
  ['a PNG that was damaged on its way, as by being sent as text', text('\x89PNG\n\x1a\n')],
  ['text', Buffer.from('Ein Fuchs im Schnee: größer, 狐')],
  ['text', Buffer.from('\ufefftwo bytes each', 'utf16le')],
  ['no kind of picture at all', text('\x01\x02\x03\xff\xfe\x80\x80')],
])('%s', (words, file) => {
  expect(seemsToBe(file)).toBe(words);
});

test('a text that nearly is a drawing, over and over, is told at once', () => {
  expect(seemsToBe(text('<!---->'.repeat(100_000)))).toBe('text');
});
