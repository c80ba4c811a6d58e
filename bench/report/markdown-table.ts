/** A table of Markdown: rows of cells, the first of which are the titles. */
export type Cells = readonly (readonly string[])[];

/** Padded as prettier would, so that what is quoted in other files stays as it is. */
export function formatTable(rows: Cells, numbers: readonly number[] = []): string {
  const [titles = []] = rows;
  const widths = titles.map((_, column) => Math.max(3, ...rows.map((row) => row[column]!.length)));
  const pad = (text: string, column: number) =>
    numbers.includes(column) ? text.padStart(widths[column]!) : text.padEnd(widths[column]!);
  const line = (row: readonly string[]) => `| ${row.map(pad).join(' | ')} |`;
  const rule = widths.map((width, column) =>
    numbers.includes(column) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
  );
  const [head, ...body] = rows.map(line);
  return [head, `| ${rule.join(' | ')} |`, ...body].join('\n');
}

/** The rows of every table in a text, without titles and rules. */
export function rowsIn(markdown: string): string[][] {
  const lines = markdown.split('\n').filter((line) => line.startsWith('|'));
  const rows = lines.map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
  return rows.filter((row, at) => !isRule(row) && !isRule(rows[at + 1]));
}

function isRule(row: readonly string[] | undefined): boolean {
  return row?.every((cell) => /^:?-+:?$/.test(cell)) ?? false;
}
