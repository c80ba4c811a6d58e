/** The text of a thrown value, for a log. Anything can be thrown, and `Object.create(null)` for one has no text. */
export function messageOf(thrown: unknown): string {
  try {
    return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  } catch {
    return 'a value that cannot be shown was thrown';
  }
}
