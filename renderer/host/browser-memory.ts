/** What this browser remembers for the next visit, by key; anything unreadable is as good as nothing. */
export function recall<T>(key: string): T | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as T | null;
  } catch {
    return null;
  }
}

export function remember(key: string, value: unknown): void {
  localStorage.setItem(key, JSON.stringify(value));
}
