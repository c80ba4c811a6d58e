import {
  ignoresPreconditions,
  NO_PRECONDITIONS,
  parsePreconditions,
  type EntityTagList,
  type Preconditions,
  type RequestHeaders,
} from '../rfc9110/index.js';
import type { ConditionalRequest } from './route-context.js';

const DATES = ['if-modified-since', 'if-unmodified-since'] as const;

/** The preconditions of a request, as its client sent them. @param suffixes that proxies put on tags */
export function sentPreconditions(request: ConditionalRequest, suffixes: readonly string[]): Preconditions {
  const headers = withoutRepeatedDates(request);
  if (ignoresPreconditions(request.method)) return NO_PRECONDITIONS;
  const preconditions = parsePreconditions(headers);
  return suffixes.length === 0 ? preconditions : withoutSuffixes(preconditions, suffixes);
}

/** The fields of a request without a date on several lines, which is none (5.3). Node keeps the first line. */
function withoutRepeatedDates({ headers, rawHeaders, raw }: ConditionalRequest): RequestHeaders {
  if ((headers['if-modified-since'] ?? headers['if-unmodified-since']) === undefined) return headers;
  const names = (rawHeaders ?? raw?.rawHeaders ?? []).filter((_, at) => at % 2 === 0);
  const times = (name: string): number => names.filter((each) => each.toLowerCase() === name).length;
  return {
    ...headers,
    ...Object.fromEntries(DATES.filter((name) => times(name) > 1).map((name) => [name, undefined])),
  };
}

function withoutSuffixes(preconditions: Preconditions, suffixes: readonly string[]): Preconditions {
  const { ifMatch, ifNoneMatch } = preconditions;
  return {
    ...preconditions,
    ...(ifMatch && { ifMatch: listWithout(ifMatch, suffixes) }),
    ...(ifNoneMatch && { ifNoneMatch: listWithout(ifNoneMatch, suffixes) }),
  };
}

function listWithout(list: EntityTagList, suffixes: readonly string[]): EntityTagList {
  if (list.kind !== 'tags') return list;
  const without = (opaque: string): string => {
    const suffix = suffixes.find((each) => opaque.endsWith(each)) ?? '';
    return opaque.slice(0, opaque.length - suffix.length);
  };
  return { kind: 'tags', tags: list.tags.map(({ weak, opaque }) => ({ weak, opaque: without(opaque) })) };
}
