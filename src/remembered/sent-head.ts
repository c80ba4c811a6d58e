import type { ServerResponse } from 'node:http';

/** Fields by lower-cased name, as they went out; lines that repeat are joined. */
export type SentFields = ReadonlyMap<string, string>;

/**
 * The header section of a response as it was sent, after the last change. Node keeps its text; where a framework passed all
 * fields at once, it keeps nothing else. Undefined over HTTP/2, where there is no text.
 */
export function sentFieldsOf(response: ServerResponse): SentFields | undefined {
  const { _header: head } = response as { readonly _header?: unknown };
  return typeof head === 'string' ? fieldsIn(head) : undefined;
}

function fieldsIn(head: string): SentFields {
  const fields = new Map<string, string>();
  for (const line of head.split('\r\n').slice(1)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    const before = fields.get(name);
    fields.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return fields;
}
