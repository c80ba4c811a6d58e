import type { TagValue } from '../options/tag.interface.js';
import { encodeOpaque, parseEntityTag, type EntityTag } from '../rfc9110/index.js';
import { digest } from '../util/digest.js';
import { textOf } from './text-of.js';

/** Longer opaque-tags are replaced by their digest: clients and proxies cap the length of a header field. */
const LONGEST_OPAQUE = 256;
/** The same, of a tag that was given whole. */
const LONGEST_GIVEN = 4_096;

/** Of a SHA-256 in base64url. */
export const DIGEST_LENGTH = 43;

/**
 * Makes an entity-tag from whatever a tag function returned. A whole tag stays as it is. What cannot stand in an opaque-tag is
 * encoded, and two values get the same tag only if they are the same text.
 */
export function entityTagFrom(value: TagValue, weak: boolean): EntityTag | undefined {
  if (isEntityTag(value)) return given(value, weak);
  const text = textOf(value);
  if (text === undefined) return undefined;
  const tag = parseEntityTag(text);
  return tag ? given(tag, weak) : bounded(encodeOpaque(text), weak);
}

function isEntityTag(value: TagValue): value is EntityTag {
  return typeof value === 'object' && value !== null && 'opaque' in value && typeof value.opaque === 'string';
}

/** An EntityTag made by hand may hold anything. */
function given(tag: EntityTag, weak: boolean): EntityTag {
  const isSendable = tag.opaque.length <= LONGEST_GIVEN && parseEntityTag(`"${tag.opaque}"`) !== undefined;
  const isWeak = weak || tag.weak;
  return isSendable ? { weak: isWeak, opaque: tag.opaque } : bounded(encodeOpaque(tag.opaque), isWeak);
}

/** The tag of an opaque-tag that is encoded already. */
export function bounded(opaque: string, weak: boolean): EntityTag {
  return { weak, opaque: opaque.length > LONGEST_OPAQUE ? digest(opaque) : opaque };
}
