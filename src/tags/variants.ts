import type { EntityTag } from '../rfc9110/index.js';
import { digest } from '../util/digest.js';
import type { TagMac } from './tag-mac.js';

/** What beside the version selects the bytes of a representation (RFC 9110, 8.8.3.3). */
export interface Selection {
  /** The values of the request header fields that select it, in the order the route names them; empty where absent. */
  readonly values: readonly string[];
  /** Its content coding; empty where it has none. */
  readonly coding: string;
}

const SELECTION_LENGTH = 6;
const CHECK_LENGTH = 4;
const LENGTH = SELECTION_LENGTH + CHECK_LENGTH;
const ENDS_AS_VARIANT = /^\.[\w-]+$/;

/** Stands for a tag of no version that could be current: none can equal it, since no opaque-tag holds this character. */
export const FOREIGN: EntityTag = Object.freeze({ weak: true, opaque: '\0' });

/**
 * Names the variants of a version. A strong tag names bytes, and a version alone does not: a deploy that serialises
 * differently, the fields in `Vary` and the content coding have a say as well. Where any does, the tag is
 * `version.variant`, such as `"42.5fKx9aQ0bZ"`; where none does, it is the version as it is. A version that happens to
 * look like `version.variant` is always given one: what looks like a variant is one, and is taken off exactly once.
 *
 * The first characters of a variant stand for the selection. A write does not know what its client had selected, so the
 * others are a check over namespace, version and selection. A variant that fails it was never sent of that version under
 * that namespace. An invented one passes once in 2^24 times; with the module's `secret` nobody else can make the check,
 * without it whoever reads this source can.
 */
export class Variants {
  /** @param namespace what the application calls its present way to serialise; empty for none */
  constructor(
    private readonly namespace: string,
    private readonly mac?: TagMac,
  ) {}

  /** The tag of the variant of a version that was selected. */
  tagOf(version: EntityTag, { values, coding }: Selection): EntityTag {
    const { weak, opaque } = version;
    if (!this.namespace && !coding && values.every(isEmpty) && !endsAsVariant(opaque)) return version;
    const selection = digest(JSON.stringify([this.namespace, coding, values])).slice(0, SELECTION_LENGTH);
    return { weak, opaque: `${opaque}.${selection}${this.checkOf(opaque, selection)}` };
  }

  /** The version in a tag of any variant; {@link FOREIGN} where the tag is of another namespace, or fails its check. */
  versionOf(tag: EntityTag): EntityTag {
    const { weak, opaque } = tag;
    if (!endsAsVariant(opaque)) return this.namespace ? FOREIGN : tag;
    const version = opaque.slice(0, -LENGTH - 1);
    const check = this.checkOf(version, opaque.slice(-LENGTH, -CHECK_LENGTH));
    return opaque.endsWith(check) ? { weak, opaque: version } : FOREIGN;
  }

  private checkOf(version: string, selection: string): string {
    const parts = ['variant', this.namespace, version, selection];
    return (this.mac ? this.mac.of(...parts) : digest(JSON.stringify(parts))).slice(0, CHECK_LENGTH);
  }
}

function endsAsVariant(opaque: string): boolean {
  return opaque.at(-LENGTH - 1) === '.' && ENDS_AS_VARIANT.test(opaque.slice(-LENGTH - 1));
}

function isEmpty(text: string): boolean {
  return text === '';
}
