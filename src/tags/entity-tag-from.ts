import type { TagValue } from '../options/tag.interface.js';
import { encodeOpaque, parseEntityTag, type EntityTag } from '../rfc9110/index.js';
import { digest } from '../util/digest.js';
import { textOf } from './text-of.js';

/** Longer opaque-tags are replaced by their digest: clients and proxies cap the length of a header field. */
const LONGEST_OPAQUE = 256;

/** ASCII, without double quotes. */
const VISIBLE = /^[!#-~]*$/;

/** Of a SHA-256 in base64url. */
export const DIGEST_LENGTH = 43;

/**
 * Makes an entity-tag from whatever a tag function returned. What cannot stand in an opaque-tag is encoded, and two values
 * get the same tag only if they are the same text.
 */
export function entityTagFrom(value: TagValue, weak: boolean): EntityTag | undefined {
  if (isEntityTag(value)) return bounded(sendable(value.opaque), weak || value.weak);
  const text = textOf(value);
  if (text === undefined) return undefined;
  const tag = parseEntityTag(text);
  return tag ? bounded(sendable(tag.opaque), weak || tag.weak) : bounded(encodeOpaque(text), weak);
}

function isEntityTag(value: TagValue): value is EntityTag {
  return typeof value === 'object' && value !== null && 'opaque' in value && typeof value.opaque === 'string';
}

/**
 * A tag that was given whole is left as it is, unless it could not be sent: an EntityTag made by hand may hold
 * anything, and Node writes a head that it sends together with a text body as UTF-8, which changes obs-text.
 */
function sendable(opaque: string): string {
  return VISIBLE.test(opaque) ? opaque : encodeOpaque(opaque);
}

/** The tag of an opaque-tag that is encoded already. */
export function bounded(opaque: string, weak: boolean): EntityTag {
  return { weak, opaque: opaque.length > LONGEST_OPAQUE ? digest(opaque) : opaque };
}
