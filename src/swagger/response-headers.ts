import type { Conditions } from './conditions.js';

/** Header fields of a response, by name. */
export type Headers = Readonly<Record<string, Header>>;

interface Header {
  readonly description: string;
  readonly schema: { readonly type: 'string' };
  readonly example: string;
}

const TAGS = {
  strong: 'A strong entity-tag: it names these bytes.',
  weak: 'A weak entity-tag: two responses that have it mean the same. No `If-Match` accepts it.',
  given: 'The entity-tag of the representation.',
};

/** What a successful response shows of the representation, its 304 included. */
export function validatorHeaders({ tag, dated }: Conditions): Headers {
  return {
    ...(tag && { ETag: header(TAGS[tag], tag === 'weak' ? 'W/"42"' : '"42"') }),
    ...(dated && { 'Last-Modified': header('When it was last changed.', 'Fri, 01 May 2026 12:00:00 GMT') }),
  };
}

/** What a successful response says to caches, its 304 included. */
export function cachingHeaders({ cacheControl, vary }: Conditions): Headers {
  return {
    ...(cacheControl !== undefined && {
      'Cache-Control': header('How caches may use the response.', cacheControl),
    }),
    ...(vary.length > 0 && { Vary: header('Request fields that select the response.', vary.join(', ')) }),
  };
}

/** The tag of a 412, which says what has become of the resource. */
export function currentTag({ compares }: Conditions): Headers {
  return compares.tag
    ? { ETag: header('The entity-tag of the current state, where it is known.', '"43"') }
    : {};
}

export const ACCEPT_RANGES = {
  'Accept-Ranges': header('That parts of the representation may be asked for.', 'bytes'),
};

export const CONTENT_RANGE = {
  'Content-Range': header(
    'Which bytes these are, of how many. Where there are several parts, each has its own.',
    'bytes 0-499/1234',
  ),
};

export const SIZE = { 'Content-Range': header('How many bytes there are.', 'bytes */1234') };

export const NO_STORE = { 'Cache-Control': header('The answer must not be kept.', 'no-store') };

function header(description: string, example: string): Header {
  return { description, schema: { type: 'string' }, example };
}
