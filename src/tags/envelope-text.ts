/** The text of an envelope, and whether its items were found in it. */
export interface EnvelopeText {
  readonly text: string;
  readonly found: boolean;
}

/**
 * An envelope as JSON, with the digest of its items' pairs in the place of the items: whatever else it says (a total, a
 * page, a cursor) is in it. Where the items are not a part of it by identity (they were mapped), all of it is, the
 * items in the form it has them, and the digest stands in front.
 */
export function envelopeText(body: unknown, items: unknown, pairs: string): EnvelopeText {
  let found = false;
  const json = JSON.stringify(body, function (this: Record<string, unknown>, name, value: unknown) {
    if (this[name] === items) {
      found = true;
      return pairs;
    }
    // No text of the envelope's own can pass for the digest, which has no "=".
    return typeof value === 'string' ? `=${value}` : value;
  });
  return { text: found ? json : `${pairs} ${json}`, found };
}
