import {
  formatEntityTag,
  parseEntityTag,
  weakEquals,
  type EntityTag,
  type EntityTagList,
} from '../rfc9110/index.js';
import type { Validators } from '../tags/validators.js';
import type { Exchange } from './exchange.js';
import type { ResponseHead } from './response-head.interface.js';

/**
 * Whether the content coding of a response is what its head says, or will be decided with its first bytes: of a body that is
 * there, or of a stream.
 */
export type CodingDecision = 'made' | 'pending' | 'pending for a stream';

/**
 * The coding of what a read selects. Where it is not decided yet, that of responses like it.
 * @param coding that the head names
 */
export function codingOf(
  exchange: Exchange,
  coding: string,
  version: EntityTag,
  decision: CodingDecision,
): string | undefined {
  const { codings, method, plan } = exchange;
  // A weak tag is the same in every coding.
  if (!codings || version.weak) return coding;
  if (!coding && (decision !== 'made' || method === 'HEAD')) {
    // A HEAD is not coded: it has the tag that GET is known to have, and none where that might be coded.
    return codings.of(exchange, version) ?? (method === 'HEAD' && !codings.vary(plan) ? '' : undefined);
  }
  if (method === 'GET') codings.learn(exchange, version, coding);
  return coding;
}

const SELECTED_BY_NOTHING = { values: [], coding: '' };
const CODINGS: readonly string[] = ['', 'gzip', 'br', 'deflate', 'zstd'];

/** An If-Match in terms of the uncoded representation: a tag of the version in any coding becomes that of no coding. */
export function inAnyCoding(exchange: Exchange, list: EntityTagList, version: EntityTag): EntityTagList {
  if (list.kind !== 'tags') return list;
  const { opaque } = selectedTag(exchange, version, '');
  const same = [...CODINGS, exchange.coding].map((coding) => selectedTag(exchange, version, coding));
  return {
    kind: 'tags',
    tags: list.tags.map((tag) =>
      same.some((each) => weakEquals(each, tag)) ? { weak: tag.weak, opaque } : tag,
    ),
  };
}

/** The coding a head names, in lower case; empty for none. */
export function codingIn(head: ResponseHead): string {
  return codingNamed(head.get('content-encoding'));
}

/** @param value of Content-Encoding */
export function codingNamed(value: string | undefined): string {
  const coding = value?.toLowerCase() ?? '';
  return coding === 'identity' ? '' : coding;
}

/** Gives a response that is coded after it was tagged the tag of that coding. */
export function retag(exchange: Exchange, head: ResponseHead, coding: string): void {
  const { etag: before } = exchange.selected;
  exchange.coding = coding;
  exchange.selected = selectedValidators(exchange, exchange.validators);
  const { etag } = exchange.selected;
  // A write leaves the tag that its handler set.
  const isOurs = before && head.get('etag') === formatEntityTag(before);
  if (etag && isOurs) head.set('ETag', formatEntityTag(etag));
}

/** Takes the tag that the application set itself, if it is one. It is the tag of a variant already. */
export function takeOwnTag(exchange: Exchange, own: string): EntityTag | undefined {
  const tag = parseEntityTag(own);
  exchange.hasOwnTag = tag !== undefined;
  return tag;
}

/** The tag of the representation that a request selects of a version: that of its variant, in the coding of the response. */
export function selectedTag(exchange: Exchange, version: EntityTag, given = exchange.coding): EntityTag {
  // A tag that the handler set itself is that of what it has coded.
  const coding = exchange.hasOwnTag && given === exchange.ownCoding ? '' : given;
  const weakens = coding !== '' && exchange.settings.coding === 'weaken';
  // A weak tag is the same for all bytes that mean the same.
  const tag = variantOf(exchange, version, version.weak || weakens ? '' : coding);
  return weakens ? { weak: true, opaque: tag.opaque } : tag;
}

function variantOf({ plan, request, hasOwnTag }: Exchange, version: EntityTag, coding: string): EntityTag {
  if (hasOwnTag && !coding) return version;
  if (!coding && plan.selectedBy.length === 0) return plan.variants.tagOf(version, SELECTED_BY_NOTHING);
  const names = hasOwnTag ? [] : plan.selectedBy;
  const values = names.map((name) => String(request.headers[name] ?? ''));
  return plan.variants.tagOf(version, { values, coding });
}

/** The validators of the representation that a request selects. */
export function selectedValidators(exchange: Exchange, validators: Validators): Validators {
  const { etag, lastModified } = validators;
  const selected = etag && selectedTag(exchange, etag);
  return selected === etag ? validators : { etag: selected, lastModified };
}
