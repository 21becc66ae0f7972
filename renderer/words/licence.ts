/** What a model's licence is called: a card's line as it is, a licence file's title. */
const MAX = 60;
/** What lines of cards and licences are framed with. */
const ORNAMENT = /[\s#*=-]/;

export function licenceName(text: string): string {
  const lines = text.split('\n').map((line) => bare(line));
  const title = lines.find((line) => line !== '') ?? '';
  return title.length > MAX ? `${title.slice(0, MAX - 1).trimEnd()}…` : title;
}

/** Before its text: the name, or what a file holds that is not titled with one. */
export function licenceLine(text: string): string {
  const name = licenceName(text);
  return !hasText(text) || /licen[cs]e/i.test(name) ? `Licence: ${name}` : 'Licence and notices';
}

/** Of a file whose title names something else, as a NOTICE's often does. */
export function buttonLabel(text: string): string {
  const name = licenceName(text);
  return /licen[cs]e/i.test(name) ? name : 'Read it';
}

/** Whether there is more to read than the name. */
export function hasText(text: string): boolean {
  return text.trim().includes('\n') || text.trim().length > MAX;
}

function bare(line: string): string {
  let [from, to] = [0, line.length];
  while (from < to && ORNAMENT.test(line.charAt(from))) from += 1;
  while (from < to && ORNAMENT.test(line.charAt(to - 1))) to -= 1;
  return line.slice(from, to);
}
