/** Where every message of the module is explained: the page in the published package, which needs no other host. */
export const ERRORS = 'https://unpkg.com/nestjs-etag/docs/errors.md';

/**
 * A message with a link to its explanation. @param code the heading in docs/errors.md; it stays the same for good
 */
export function explained(code: string, message: string): string {
  return `${message} (${linkTo(code)})`;
}

export function linkTo(code: string): string {
  return `${ERRORS}#${code}`;
}
