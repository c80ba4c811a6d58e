/**
 * What a GET must not say after the write it stands for: its preconditions, its content and how that is sent, a range,
 * what concerns one connection only (RFC 9110, 7.6.1), and a method to take for the GET's own.
 */
const LEFT_OUT =
  /^(?:(?:if|content)-.+|transfer-encoding|expect|trailer|te|range|connection|keep-alive|upgrade|proxy-connection|accept-encoding|x-(?:http-)?method(?:-override)?)$/i;

/**
 * The header of a GET that stands for a write: the write's own, so that every guard sees the same client and the same
 * representation is selected. Repeated lines stay apart.
 *
 * It accepts no content coding: a tag is made of the bytes before compression, and only those can be hashed again.
 *
 * @param raw name, value, name, value … as they came
 */
export function forwardedHeaders(raw: readonly string[]): string[] {
  const forwarded = ['Accept-Encoding', 'identity'];
  let hasHost = false;
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at]!;
    if (LEFT_OUT.test(name)) continue;
    forwarded.push(name, raw[at + 1]!);
    hasHost ||= name.toLowerCase() === 'host';
  }
  // A client of HTTP/1.0 need not send one; HTTP/1.1 wants at least an empty one (RFC 9112, 3.2).
  return hasHost ? forwarded : [...forwarded, 'Host', ''];
}
