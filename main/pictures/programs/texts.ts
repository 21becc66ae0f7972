import { type JsonObject, objectIn } from './json.ts';

/** The texts of a picture as formats look at them: many ask for the same, as JSON, which is read once. */
export class Texts {
  readonly #texts: ReadonlyMap<string, string>;
  readonly #objects = new Map<string, JsonObject | undefined>();

  /** @param texts by keyword. */
  constructor(texts: ReadonlyMap<string, string>) {
    this.#texts = texts;
  }

  get(keyword: string): string | undefined {
    return this.#texts.get(keyword);
  }

  has(keyword: string): boolean {
    return this.#texts.has(keyword);
  }

  /** The object that a text is, in JSON; undefined where it is none. */
  object(keyword: string): JsonObject | undefined {
    if (!this.#objects.has(keyword)) this.#objects.set(keyword, objectIn(this.get(keyword)));
    return this.#objects.get(keyword);
  }
}
