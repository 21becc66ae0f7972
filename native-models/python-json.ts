/** JSON as Python's json module writes it. */

/** What may stand between strings, the ends of strings, and what does not end one. */
const TOKEN = /\\.|"|-?Infinity|NaN/gs;

const NUMBERS: Readonly<Record<string, string>> = { Infinity: '1e999', '-Infinity': '-1e999' };

/**
 * The same text as JSON.parse takes it: Infinity (DPM-Solver's lambda_min_clipped) is a number beyond all others, NaN (ComfyUI's
 * graphs) is what `nan` says. Words inside strings stay.
 * @param nan as JSON; a text is taken by no key that is a number.
 */
export function withoutPythonNumbers(text: string, nan: 'null' | '"NaN"' = 'null'): string {
  let inString = false;
  return text.replaceAll(TOKEN, (token) => {
    if (token === '"') inString = !inString;
    if (inString) return token;
    return token === 'NaN' ? nan : (NUMBERS[token] ?? token);
  });
}
