/** XMP (ISO 16684-1) with texts of ours as simple properties: for JSON that is too long or too much our own for EXIF. */

export const XMP_NAMESPACE = 'urn:heirloom:picture:1.0';
const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
const NOTE = 'http://ns.adobe.com/xmp/note/';

/** JSON texts by keyword. */
export type XmpTexts = ReadonlyMap<string, string>;

/**
 * A packet with each text as a property in our namespace. The texts must be JSON: what XML would change is escaped in
 * JSON's way.
 */
export function writeXmp(texts: XmpTexts): string {
  const properties = [...texts].map(([name, json]) => `<heirloom:${name}>${escaped(json)}</heirloom:${name}>`);
  return packet(`xmlns:heirloom="${XMP_NAMESPACE}"`, properties.join(''));
}

/** The packet that says that the rest is in segments of its own: XMP specification, part 3, 1.1.3.1. */
export function writeXmpNote(guid: string): string {
  return packet(`xmlns:xmpNote="${NOTE}" xmpNote:HasExtendedXMP="${guid}"`, '');
}

function packet(attributes: string, content: string): string {
  return [
    '<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="${RDF}">`,
    `<rdf:Description rdf:about="" ${attributes}>${content}</rdf:Description>`,
    '</rdf:RDF></x:xmpmeta>',
    '<?xpacket end="r"?>',
  ].join('');
}

const PROPERTY = /<heirloom:([\w-]+)>([^<]*)/g;

/** The texts that {@link writeXmp} wrote; those of other programs are theirs. */
export function readXmp(xmp: string): XmpTexts {
  const whole = [...xmp.matchAll(PROPERTY)].filter(({ 0: found, 1: name, index }) =>
    xmp.startsWith(`</heirloom:${name}>`, index + found.length),
  );
  return new Map(whole.map(([, name, text]) => [name!, unescaped(text!)]));
}

/** Which further segments belong to this packet: 32 hex digits; null where all of it is here. */
export function extendedGuid(xmp: string): string | null {
  return /xmpNote:HasExtendedXMP="([0-9A-F]{32})"/.exec(xmp)?.[1] ?? null;
}

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;' } as const;
const CHARACTERS: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };
/** What XML does not allow or changes on the way; JSON can write it otherwise, and only in its strings is there any. */
const UNSAFE = /[\u007f-\u009f\u2028\u2029\ufffe\uffff]/g;

function escaped(json: string): string {
  return json
    .replaceAll(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll(/[&<>]/g, (character) => ENTITIES[character as keyof typeof ENTITIES]);
}

function unescaped(text: string): string {
  return text.replaceAll(/&(?:amp|lt|gt);/g, (entity) => CHARACTERS[entity]!);
}
