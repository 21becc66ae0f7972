/** What an error of onnxruntime's says to a person. */

/** The part of onnxruntime's message that a person can use: its source locations and conditions go, its words stay. */
export function wordsOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message
    .split('\n')
    .map(withoutLocations)
    .join('\n')
    .replace(/^onnxruntime::.*? was false\. /s, '')
    .trim();
}

/** Without `/path/file.cc:123` and, after it, the function up to its last closing bracket. */
function withoutLocations(line: string): string {
  const words = line.split(' ');
  const bracket = words.findLastIndex((word) => word.endsWith(')'));
  const kept: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at]!;
    const isLocation = word.includes('/') && /\.(?:cc|h):\d+$/.test(word);
    const before = isLocation ? word.slice(0, word.indexOf('/')) : word;
    if (!isLocation || before !== '') kept.push(before);
    if (isLocation && bracket > at) at = bracket;
  }
  return kept.join(' ');
}
