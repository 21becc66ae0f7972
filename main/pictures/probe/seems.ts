/** What a file that is none of our pictures seems to be, in words: by its first bytes. */

/** Enough of a file to tell text from anything else. */
const LOOKED_AT = 1024;

interface Kind {
  readonly words: string;
  readonly begins: RegExp;
}

/** Latin-1 of the first bytes -> what they are the signature of; the first that fits. */
const KINDS: readonly Kind[] = [
  { words: 'a PNG that was damaged on its way, as by being sent as text', begins: /^.PNG/s },
  { words: 'a web page', begins: /^(\xef\xbb\xbf)?\s*<(!doctype html|html)/i },
  { words: 'an SVG drawing', begins: /^(\xef\xbb\xbf)?\s*<([^]*<)?svg[\s>]/i },
  { words: 'a BMP picture', begins: /^BM.{4}\0\0\0\0/s },
  { words: 'a TIFF picture, or a raw photograph', begins: /^(II[*+]\0|MM\0[*+])/ },
  { words: 'a HEIC picture', begins: /^.{4}ftyp(hei[cxmsf]|hev[cxms]|mif1|msf1)/s },
  { words: 'a JPEG XL picture', begins: /^(\xff\x0a|\0\0\0\x0cJXL )/ },
  { words: 'a JPEG 2000 picture', begins: /^(\0\0\0\x0cjP {2}|\xff\x4f\xff\x51)/ },
  { words: 'a Photoshop document', begins: /^8BPS/ },
  { words: 'a GIMP document', begins: /^gimp xcf/ },
  { words: 'an icon', begins: /^\0\0[\x01\x02]\0/ },
  { words: 'an OpenEXR picture', begins: /^\x76\x2f\x31\x01/ },
  { words: 'a Radiance picture', begins: /^#\?RAD/ },
  { words: 'a picture of a game (DDS)', begins: /^DDS / },
  { words: 'a QOI picture', begins: /^qoif/ },
  { words: 'a Netpbm picture', begins: /^P[1-7]\s/ },
  { words: 'a PDF document', begins: /^%PDF/ },
  { words: 'a PostScript document', begins: /^%!PS/ },
  {
    words: 'a video',
    begins: /^(.{4}ftyp|\x1a\x45\xdf\xa3|RIFF.{4}AVI |\0\0\x01[\xba\xb3]|FLV|.{4}(moov|mdat|wide|free))/s,
  },
  { words: 'a sound', begins: /^(RIFF.{4}WAVE|ID3|OggS|fLaC|\xff[\xfb\xf3\xf2])/s },
  {
    words: 'an archive, or a document that is one',
    begins: /^(PK[\x03\x05\x07]|\x1f\x8b|7z\xbc\xaf|Rar!|BZh|\xfd7zXZ|\x28\xb5\x2f\xfd)/,
  },
  { words: 'a program', begins: /^(MZ|\x7fELF|\xcf\xfa\xed\xfe|\xca\xfe\xba\xbe)/ },
  { words: 'a model (safetensors)', begins: /^.{5}\0\0\0\{"/s },
];

/** As in "it seems to be …". */
export function seemsToBe(file: Buffer): string {
  const start = file.toString('latin1', 0, LOOKED_AT);
  const kind = KINDS.find(({ begins }) => begins.test(start));
  return kind?.words ?? (isText(file.subarray(0, LOOKED_AT)) ? 'text' : 'no kind of picture at all');
}

function isText(start: Buffer): boolean {
  if (start.includes(0)) return /^(\xff\xfe|\xfe\xff)/.test(start.toString('latin1', 0, 2)); // UTF-16 says so
  // A character may be cut at the end of what was looked at.
  const text = new TextDecoder().decode(start, { stream: true });
  return !text.includes('\ufffd');
}
