import { formatEntityTag, weakEquals, type EntityTag, type EntityTagList } from '../rfc9110/index.js';
import type { Validators } from '../tags/validators.js';
import type { Exchange } from './exchange.js';
import type { ResponseHead } from './response-head.interface.js';

/** Whether the content coding of a response is what its head says, or will be decided with its first bytes. */
export type CodingDecision = 'made' | 'pending';

/** The coding of what a read selects. Where it is not decided yet, for a HEAD or a stream, that of responses like it. */
export function codingOf(
  exchange: Exchange,
  head: ResponseHead,
  version: EntityTag,
  decision: CodingDecision,
): string | undefined {
  const { codings, method } = exchange;
  const coding = codingIn(head);
  // A weak tag is the same in every coding.
  if (!codings || version.weak) return coding;
  if (!coding && (decision === 'pending' || method === 'HEAD')) return codings.of(exchange, version);
  if (method === 'GET') codings.learn(exchange, version, coding);
  return coding;
}

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
  const coding = head.get('content-encoding')?.toLowerCase() ?? '';
  return coding === 'identity' ? '' : coding;
}

/** Gives a response that is coded after it was tagged the tag of that coding. */
export function retag(exchange: Exchange, head: ResponseHead, coding: string): void {
  exchange.coding = coding;
  exchange.selected = selectedValidators(exchange, exchange.validators);
  const { etag } = exchange.selected;
  if (etag && head.get('etag') !== undefined) head.set('ETag', formatEntityTag(etag));
}

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
