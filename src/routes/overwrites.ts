/** The methods that replace, change or remove what is there: the ones a lost update can happen to. */
export const OVERWRITES: ReadonlySet<string> = new Set(['PUT', 'PATCH', 'DELETE']);
