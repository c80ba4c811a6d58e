/** A number in plain decimal notation, as a database writes it. */
const DECIMAL = /^(-?)0*(\d+)(?:\.(\d+))?$/;

/** Whether two values of a column of numbers are one number: `7`, `'7'` and `'7.00'`, with any number of digits. */
export function isSameNumber(one: unknown, other: unknown): boolean {
  const shortest = shortestOf(one);
  return shortest !== undefined && shortest === shortestOf(other);
}

function shortestOf(value: unknown): string | undefined {
  if (typeof value !== 'number' && typeof value !== 'bigint' && typeof value !== 'string') return undefined;
  const match = DECIMAL.exec(String(value));
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  const digits = `${whole}.${withoutZeros(fraction)}`;
  return digits === '0.' ? digits : sign + digits;
}

function withoutZeros(fraction: string): string {
  let end = fraction.length;
  while (fraction[end - 1] === '0') end -= 1;
  return fraction.slice(0, end);
}
