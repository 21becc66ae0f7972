/** What this browser keeps for the next visit; anything unreadable is as good as nothing. */
export function readKept<T>(key: string): T | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as T | null;
  } catch {
    return null;
  }
}

export function writeKept(key: string, value: unknown): void {
  localStorage.setItem(key, JSON.stringify(value));
}
