import type { EntityTag } from '../rfc9110/index.js';
import type { Validators } from '../tags/validators.js';
import type { Exchange } from './exchange.js';

/** The tag of a version that a request is shown: that of the variant it selects, in the coding of the response. */
export function selectedTag(exchange: Exchange, version: EntityTag, coding = exchange.coding): EntityTag {
  const weakens = coding !== '' && exchange.settings.coding === 'weaken';
  // A weak tag is the same for all bytes that mean the same.
  const tag = variantOf(exchange, version, version.weak || weakens ? '' : coding);
  return weakens ? { weak: true, opaque: tag.opaque } : tag;
}

function variantOf({ plan, request, hasOwnTag }: Exchange, version: EntityTag, coding: string): EntityTag {
  if (hasOwnTag && !coding) return version;
  const names = hasOwnTag ? [] : plan.selectedBy;
  const values = names.map((name) => String(request.headers[name] ?? ''));
  return plan.variants.tagOf(version, { values, coding });
}

/** The validators that a request is shown. */
export function selectedValidators(exchange: Exchange, validators: Validators): Validators {
  const { etag, lastModified } = validators;
  const selected = etag && selectedTag(exchange, etag);
  return selected === etag ? validators : { etag: selected, lastModified };
}
