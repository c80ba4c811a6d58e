/** Puts `text` in the place of what stands between two positions. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

export function insert(at: number, text: string): Edit {
  return { from: at, to: at, text };
}

/** @param edits in any order; they do not overlap */
export function applied(text: string, edits: readonly Edit[]): string {
  return edits
    .toSorted((one, other) => other.from - one.from)
    .reduce((before, { from, to, text: by }) => before.slice(0, from) + by + before.slice(to), text);
}

/** The end of line that the text has. */
export function endOfLine(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

export function startOfLine(text: string, position: number): number {
  return text.lastIndexOf('\n', position - 1) + 1;
}

/** What a line begins with, up to its first letter. */
export function indentation(text: string, position: number): string {
  return /^[\t ]*/.exec(text.slice(startOfLine(text, position)))![0];
}

/** Whether nothing stands before it in its line. */
export function beginsLine(text: string, position: number): boolean {
  return text.slice(startOfLine(text, position), position).trim() === '';
}

/** One step of indentation, as the text has it: a tab, or some spaces. */
export function indentationStep(text: string): string {
  return /^(\t| {2,8})\S/m.exec(text)?.[1] ?? '  ';
}
