/** What a model's licence is called: a card's line as it is, a licence file's title. */
const MAX = 60;

export function licenceName(text: string): string {
  const lines = text.split('\n').map((line) => line.replaceAll(/^[\s#*=-]+|[\s#*=-]+$/g, ''));
  const title = lines.find((line) => line !== '') ?? '';
  return title.length > MAX ? `${title.slice(0, MAX - 1).trimEnd()}…` : title;
}

/** Whether there is more to read than the name. */
export function hasText(text: string): boolean {
  return text.trim().includes('\n') || text.trim().length > MAX;
}
