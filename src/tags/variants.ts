import { hash } from 'node:crypto';
import type { EntityTag } from '../rfc9110/index.js';

/** What beside the version selects the bytes of a representation (RFC 9110, 8.8.3.3). */
export interface Selection {
  /** The values of the request header fields that select it, in the order the route names them; empty where absent. */
  readonly values: readonly string[];
  /** Its content coding; empty where it has none. */
  readonly coding: string;
}

const NAMESPACE_LENGTH = 4;
const REST_LENGTH = 6;
const LENGTH = NAMESPACE_LENGTH + REST_LENGTH;
const ENDS_AS_VARIANT = /^\.[\w-]+$/;

/** Stands for a tag of another namespace: no version can equal it, since no opaque-tag holds this character. */
export const FOREIGN: EntityTag = Object.freeze({ weak: true, opaque: '\0' });

/**
 * Names the variants of a version. A strong tag names bytes, and a version alone does not: a deploy that serialises
 * differently, the fields in `Vary` and the content coding have a say as well. Where any does, the tag is
 * `version.variant`, such as `"42.5fKx9aQ0bZ"`; where none does, it is the version as it is.
 *
 * The first characters of a variant stand for its namespace alone, so that a write can tell which versions are still
 * current; the others for the whole selection. A version that happens to look like `version.variant` is always given
 * one: what looks like a variant is one, and is taken off exactly once.
 */
export class Variants {
  private readonly prefix: string;

  /** @param namespace what the application calls its present way to serialise; empty for none */
  constructor(private readonly namespace: string) {
    this.prefix = prefixOf(namespace);
  }

  /** The tag of the variant of a version that was selected. */
  tagOf(version: EntityTag, { values, coding }: Selection): EntityTag {
    const { weak, opaque } = version;
    if (!this.namespace && !coding && values.every(isEmpty) && !endsAsVariant(opaque)) return version;
    const rest = digest(JSON.stringify([this.namespace, coding, values])).slice(0, REST_LENGTH);
    return { weak, opaque: `${opaque}.${this.prefix}${rest}` };
  }

  /** The version in a tag of any variant, {@link FOREIGN} where the tag is of another namespace. */
  versionOf(tag: EntityTag): EntityTag {
    const [version, prefix] = taken(tag.opaque);
    return prefix === this.prefix ? { weak: tag.weak, opaque: version } : FOREIGN;
  }
}

/** Takes the variant off: the version, and what stands for the namespace. */
function taken(opaque: string): [version: string, prefix: string] {
  if (!endsAsVariant(opaque)) return [opaque, NO_NAMESPACE];
  const variant = opaque.slice(-LENGTH);
  return [opaque.slice(0, -LENGTH - 1), variant.slice(0, NAMESPACE_LENGTH)];
}

function endsAsVariant(opaque: string): boolean {
  return opaque.at(-LENGTH - 1) === '.' && ENDS_AS_VARIANT.test(opaque.slice(-LENGTH - 1));
}

function isEmpty(text: string): boolean {
  return text === '';
}

function prefixOf(namespace: string): string {
  return digest(namespace).slice(0, NAMESPACE_LENGTH);
}

function digest(text: string): string {
  return hash('sha256', text, 'base64url');
}

const NO_NAMESPACE = prefixOf('');
