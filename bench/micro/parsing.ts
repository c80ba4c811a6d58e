import fresh from 'fresh';
import { entityTag, evaluate, formatEntityTag, parsePreconditions } from 'nestjs-etag/rfc9110';
import type { MicroComparison } from './operation.interface.js';

const ETAG = entityTag('47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU');

/** From the header fields to the decision, which the last tag of the list makes. */
export const PARSING: readonly MicroComparison[] = [
  { ...parsing('1 tag', 1), target: { atMost: 1 }, limits: { calls: 20, bytes: 1.85 } },
  parsing('10 tags', 10),
  parsing('1,000 tags', 1000),
];

function parsing(tags: string, count: number): MicroComparison {
  const headers = { 'if-none-match': listOf(count) };
  const state = { kind: 'present', etag: ETAG } as const;
  const response = { etag: formatEntityTag(ETAG) };
  return {
    name: `parse and compare ${tags}, against fresh`,
    subject: { title: 'nestjs-etag/rfc9110', run: () => evaluate('GET', parsePreconditions(headers), state) },
    baseline: { title: 'fresh', run: () => fresh(headers, response) },
  };
}

/** As long as the hashes that tags are made of, and each another one. */
function listOf(count: number): string {
  const others = Array.from({ length: count - 1 }, (_, at) =>
    formatEntityTag(entityTag(String(at).padStart(43, 'x'))),
  );
  return [...others, formatEntityTag(ETAG)].join(', ');
}
