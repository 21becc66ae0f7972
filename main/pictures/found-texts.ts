/** What reading a picture's texts takes and gives, whatever its format. */

/** The keywords that are looked for, and of each how many bytes its text may have at most. */
export type Asked = ReadonlyMap<string, number>;

export interface FoundTexts {
  /** By keyword. */
  readonly texts: ReadonlyMap<string, string>;
  /** What was looked for and cannot be read, in sentences. */
  readonly troubles: readonly string[];
}

/**
 * Bytes of one text of another program's: a prompt is thousands, a graph of ComfyUI's a hundred thousand. Whatever it says, so much
 * is read within half a second.
 */
export const MAX_TEXT = 1024 * 1024;

/**
 * Bytes that all compressed texts of a file may inflate to, a quarter of a second's work. We compress none; other programs may when
 * they save a picture of ours again.
 */
export const MAX_INFLATED = 64 * 1024 * 1024;
