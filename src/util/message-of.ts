/**
 * What a thrown value says, for a log: of whatever shape it is, since anything can be thrown and some of it has no text
 * (`Object.create(null)`, an object whose `toString` throws).
 */
export function messageOf(thrown: unknown): string {
  try {
    return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  } catch {
    return 'a value that cannot be shown was thrown';
  }
}
