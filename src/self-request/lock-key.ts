const ORIGIN = /^https?:\/\/[^/?#]*/i;
const BEHIND_THE_PATH = /[;?#].*$/s;

/**
 * What two spellings of one URL have in common, whatever the router's settings: case, escapes, slashes and query are
 * taken away. It may call different URLs the same, whose writes then wait for each other and are none the worse for it;
 * it must not call the same URL different.
 *
 * @param url a request target as it came (RFC 9112, 3.2)
 */
export function lockKeyOf(url: string): string {
  const path = decoded(url.replace(ORIGIN, '').replace(/[?#].*$/s, ''));
  return path.replace(BEHIND_THE_PATH, '').replaceAll(/\/+/g, '/').replace(/\/$/, '').toLowerCase();
}

/** A router answers 400 to what cannot be decoded. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
