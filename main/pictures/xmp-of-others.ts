/** What XMP of other programs says in words: the properties in which Draw Things and photo programs keep a picture's settings. */

/** Property -> the keyword that its text goes by here. */
const PROPERTIES = [
  ['exif:UserComment', 'xmp:UserComment'],
  ['xmp:CreatorTool', 'xmp:CreatorTool'],
  ['dc:description', 'xmp:description'],
] as const;

/** Under these keywords. */
export const XMP_TEXTS = PROPERTIES.map(([, keyword]) => keyword);

/** Texts by keyword; each stands as an element (in the first item of its list, if it has one) or as an attribute. */
export function othersXmp(packet: string): ReadonlyMap<string, string> {
  return new Map(
    PROPERTIES.flatMap(([property, keyword]) => {
      const text = elementOf(packet, property) ?? attributeOf(packet, property);
      return text === null || text === '' ? [] : [[keyword, unescaped(text)] as const];
    }),
  );
}

function elementOf(xml: string, name: string): string | null {
  const inside = contentOf(xml, name);
  return inside === null ? null : (contentOf(inside, 'rdf:li') ?? inside).trim();
}

/** Between the first tag of that name and the next that closes one. */
function contentOf(xml: string, name: string): string | null {
  const tag = xml.indexOf(`<${name}`);
  const from = tag < 0 ? -1 : xml.indexOf('>', tag);
  const to = from < 0 ? -1 : xml.indexOf(`</${name}>`, from);
  return to < 0 ? null : xml.slice(from + 1, to);
}

function attributeOf(xml: string, name: string): string | null {
  const at = xml.indexOf(`${name}="`);
  const from = at + name.length + 2;
  const to = at < 0 ? -1 : xml.indexOf('"', from);
  return to < 0 ? null : xml.slice(from, to);
}

const CHARACTERS: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const ENTITY = /&(amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-fA-F]{1,6});/g;

function unescaped(text: string): string {
  return text.replaceAll(ENTITY, (entity, name: string) => CHARACTERS[name] ?? characterOf(name.slice(1)) ?? entity);
}

/** `10` or `xA`. @returns undefined where there is no such character. */
function characterOf(code: string): string | undefined {
  const point = Number(code.startsWith('x') ? `0${code}` : code);
  return point <= 0x10ffff ? String.fromCodePoint(point) : undefined;
}
