/** A response, as far as the page needs it. */
export interface Answer {
  readonly status: number;
  /** The `ETag`, as it came. */
  readonly tag: string | undefined;
  /** The JSON of the body; undefined without one. */
  readonly body: unknown;
}

/** What the server says of a refusal: Nest's `message` is a text, or a list of them. */
export function messageOf({ status, body }: Answer): string {
  const { message } = (body ?? {}) as { message?: string | readonly string[] };
  return `${status}: ${[message ?? 'The server gives no reason.'].flat().join('; ')}`;
}
