/** What a schema complains of, in our words: where it is, what was expected, what is there instead. */
/** As zod and the standard that schemas share have it. */
interface Issue {
  readonly message: string;
  readonly path: readonly PropertyKey[];
}

/** One would do to begin with; a file with a thousand faults has one cause. */
const MOST = 3;
/** Where each has a line of its own. */
const MOST_LINES = 10;

const KINDS: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'an object',
  record: 'an object',
  tuple: 'a list',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  null: 'nothing',
};

/** @returns `data.conv.shape[0]: expected a number, found text; ...`, the first few. */
export function wordsOfIssues(issues: readonly Issue[]): string {
  const placed = (issue: Issue) => [placeOf(issue.path), wordsOf(issue)].filter(Boolean).join(': ');
  return firstFew(issues, MOST, placed).join('; ');
}

/** A line for each of the first few, however many there are: a list of a file's may have a fault at each of a million places. */
export function linesOfIssues<I>(issues: readonly I[], lineOf: (issue: I) => string): string {
  return firstFew(issues, MOST_LINES, lineOf).join('\n');
}

function firstFew<I>(issues: readonly I[], most: number, wordsOf: (issue: I) => string): string[] {
  const said = issues.slice(0, most).map(wordsOf);
  return issues.length > most ? [...said, `and ${issues.length - most} more`] : said;
}

/** An issue without its place. zod's own words for a value of the wrong type are JavaScript's: "received undefined". */
export function wordsOf(issue: Pick<Issue, 'message'>): string {
  const own = /^Invalid input: expected (\w+), received (\w+)$/.exec(issue.message);
  if (!own) return issue.message.replace(/^(?:Too big|Too small|Invalid input): /, '');
  const [, expected, found] = own as unknown as [string, string, string];
  return `expected ${KINDS[expected] ?? expected}, found ${found === 'undefined' ? 'nothing' : (KINDS[found] ?? found)}`;
}

function placeOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((place, key) => {
    if (typeof key === 'number') return `${place}[${key}]`;
    return place === '' ? String(key) : `${place}.${String(key)}`;
  }, '');
}
