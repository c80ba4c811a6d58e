/** A response as a test has it: of `fetch`, of supertest, of `app.inject()`, or one of this kit's. */
export interface ResponseLike {
  readonly status?: number;
  readonly statusCode?: number;
  readonly headers: Headers | Readonly<Record<string, unknown>>;
}

export function isResponse(value: unknown): value is ResponseLike {
  if (typeof value !== 'object' || value === null || !('headers' in value)) return false;
  return typeof statusOf(value as ResponseLike) === 'number' && typeof value.headers === 'object';
}

export function statusOf({ status, statusCode }: ResponseLike): number | undefined {
  return status ?? statusCode;
}

/** The value of a field, its lines joined; undefined where the response lacks it. */
export function fieldOf({ headers }: ResponseLike, name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const entry = Object.entries(headers).find(([each]) => each.toLowerCase() === name);
  return entry?.[1] === undefined ? undefined : [entry[1]].flat().join(', ');
}
