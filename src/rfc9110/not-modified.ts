/** Fields that describe content or frame the message: a cache would replace those it has stored (RFC 9111, 3.2). */
const CONTENT_FIELDS: ReadonlySet<string> = new Set([
  'content-digest',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-length',
  'content-md5',
  'content-range',
  'content-type',
  'digest',
  'repr-digest',
  'trailer',
  'transfer-encoding',
]);

/**
 * Whether a field of the 200 belongs in the 304 as well. Cache-Control, Content-Location, Date, ETag, Expires and Vary must be
 * there. Fields that describe the content are left out, and so is Last-Modified beside an ETag, which is the better validator.
 * So is a security policy with a nonce: a cache would put the new nonce on the content it has, which names another one. All
 * others stay: cookies, CORS and other security policies belong to the response, not to its content.
 *
 * @param name in lower case
 * @param hasEtag whether the response has an ETag
 * @param value of the field, by default one without a nonce
 * @example
 * isKeptOnNotModified('vary', true); // true
 * isKeptOnNotModified('content-type', true); // false
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15.4.5
 */
export function isKeptOnNotModified(name: string, hasEtag: boolean, value?: string): boolean {
  if (name === 'last-modified') return !hasEtag;
  return !CONTENT_FIELDS.has(name) && (value === undefined || !hasNonce(name, value));
}

/**
 * Which fields of a 200 its 304 leaves out, see {@link isKeptOnNotModified}.
 * @param names in lower case
 * @param valueOf the value of a field, by default one without a nonce
 * @example
 * leftOutOnNotModified(['etag', 'vary', 'content-type']); // ['content-type']
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15.4.5
 */
export function leftOutOnNotModified(
  names: readonly string[],
  valueOf: (name: string) => string | undefined = () => undefined,
): string[] {
  const hasEtag = names.includes('etag');
  return names.filter((name) => {
    const value = name.includes('policy') ? valueOf(name) : undefined;
    return !isKeptOnNotModified(name, hasEtag, value);
  });
}

/**
 * Whether a field is a security policy that names the one content it was made for.
 * @see https://www.w3.org/TR/CSP3/#framework-directive-source-list
 */
function hasNonce(name: string, value: string): boolean {
  return name.includes('content-security-policy') && value.includes("'nonce-");
}
