/** The largest `integer` of PostgreSQL. */
export const LARGEST_ID = 2_147_483_647;

/** The id a path segment stands for; undefined where it can be nobody's. */
export function parseProductId(segment: unknown): number | undefined {
  if (typeof segment !== 'string' || !/^[1-9]\d{0,9}$/.test(segment)) return undefined;
  const id = Number(segment);
  return id <= LARGEST_ID ? id : undefined;
}
