/** JSON as Python's json module writes it. */

/** What may stand between strings, the ends of strings, and what does not end one. */
const TOKEN = /\\.|"|-?Infinity|NaN/gs;

const NUMBERS: Readonly<Record<string, string>> = { Infinity: '1e999', '-Infinity': '-1e999', NaN: 'null' };

/**
 * The same text as JSON.parse takes it: Infinity (DPM-Solver's lambda_min_clipped) is a number beyond all others, NaN (ComfyUI's
 * graphs) is null. Words inside strings stay.
 */
export function withoutPythonNumbers(text: string): string {
  let inString = false;
  return text.replaceAll(TOKEN, (token) => {
    if (token === '"') inString = !inString;
    return inString ? token : (NUMBERS[token] ?? token);
  });
}
