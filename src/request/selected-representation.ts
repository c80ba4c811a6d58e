import type { EntityTag } from '../rfc9110/index.js';
import type { Exchange } from './exchange.js';
import type { Validators } from '../tags/validators.js';

/** The tag a request gets to see of a version: that of the variant it selects, in the coding it is sent in. */
export function selectedTag(exchange: Exchange, version: EntityTag, coding = exchange.coding): EntityTag {
  const weakens = coding !== '' && exchange.settings.coding === 'weaken';
  // To a weak tag, bytes that mean the same are the same.
  const tag = variantOf(exchange, version, version.weak || weakens ? '' : coding);
  return weakens ? { weak: true, opaque: tag.opaque } : tag;
}

function variantOf({ plan, request, hasOwnTag }: Exchange, version: EntityTag, coding: string): EntityTag {
  if (hasOwnTag) return coding ? plan.variants.tagOf(version, { values: NOTHING, coding }) : version;
  return plan.variants.tagOf(version, { values: selectedBy(plan.selectedBy, request), coding });
}

/** The validators a request gets to see. */
export function selectedValidators(exchange: Exchange, validators: Validators): Validators {
  const { etag, lastModified } = validators;
  const selected = etag && selectedTag(exchange, etag);
  return selected === etag ? validators : { etag: selected, lastModified };
}

const NOTHING: readonly string[] = Object.freeze([]);

function selectedBy(names: readonly string[], { headers }: Exchange['request']): readonly string[] {
  // Of most routes: nothing is allocated for them.
  if (names.length === 0) return NOTHING;
  return names.map((name) => String(headers[name] ?? ''));
}
