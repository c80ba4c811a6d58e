import { rowsIn } from './markdown-table.js';
import { quoteTable } from './rows.js';

/** Where a document quotes results. */
const START = '<!-- bench -->';
const END = '<!-- /bench -->';

/** What a document quotes; undefined where it quotes nothing. */
export function quotedIn(document: string): string | undefined {
  const start = document.indexOf(START);
  const end = document.indexOf(END, start);
  return start === -1 || end === -1 ? undefined : document.slice(start + START.length, end).trim();
}

/** A document with another quotation in it. */
export function withQuote(document: string, quotation: string): string {
  const quoted = quotedIn(document);
  if (quoted === undefined) return document;
  const at = document.indexOf(START) + START.length;
  return `${document.slice(0, at)}\n\n${quotation}\n\n${document.slice(document.indexOf(END))}`;
}

/** The rows a document quotes, as the results have them now; a row that is gone stays as it was. */
export function refreshed(document: string, table: string): string {
  const current = new Map(rowsIn(table).map((row) => [row[0], row]));
  const quoted = quotedIn(document);
  if (quoted === undefined) return document;
  const rows = rowsIn(quoted).map((row) => current.get(row[0]) ?? row);
  return withQuote(document, quoteTable(rows));
}
