/** Whether a cache or a browser can ask if what it has is still current (13.1.2, 13.1.3). */
import { statusRule } from './expected-status.js';
import { notModifiedRules } from './not-modified.js';
import { failed, notApplicable, PASSED, type Resource, type Rule, type Verdict } from './rule.js';
import { forbidsStore } from '../../rfc9110/index.js';

const group = 'cacheValidation';

const VALIDATOR: Rule = {
  id: 'validator',
  group,
  section: '8.8.3',
  level: 'should',
  says: 'A server should send an ETag, or else a Last-Modified, wherever it can tell that a representation changed.',
  async check({ baseline }: Resource): Promise<Verdict> {
    const { received } = baseline;
    if (forbidsStore(received.field('cache-control') ?? ''))
      return notApplicable('Nothing may store the response.');
    if (received.field('etag') !== undefined || received.lastModified !== undefined) return PASSED;
    const cause = 'Nothing on this route makes a tag, so that every client loads everything again each time.';
    return failed(baseline, 'an ETag or a Last-Modified field', cause);
  },
};

const WELL_FORMED: Rule = {
  id: 'tag-syntax',
  group,
  section: '8.8.3',
  level: 'must',
  says: 'An entity-tag is an opaque-tag in double quotes, with W/ before it where it is weak.',
  async check({ baseline }: Resource): Promise<Verdict> {
    const field = baseline.received.field('etag');
    if (field === undefined) return notApplicable('The response has no ETag.');
    if (baseline.received.etag) return PASSED;
    const cause = `The field is written without its quotes, or holds what may not stand between them: ETag: ${field}`;
    return failed(baseline, 'one entity-tag, such as "42" or W/"42"', cause);
  },
};

export const CACHE_VALIDATION: readonly Rule[] = [
  VALIDATOR,
  WELL_FORMED,
  statusRule(group, {
    id: 'not-modified',
    section: '13.1.2',
    says: 'If-None-Match is false where the current entity-tag is listed, and a GET gets 304 then.',
    needs: ['tag'],
    fields: ({ tag }) => ({ 'if-none-match': tag }),
    status: [304],
    cause:
      'The field is not evaluated on this route, or is compared with a tag of other bytes: one that was made ' +
      'before a compressor or another middleware changed them, or is cut at a comma it holds.',
  }),
  statusRule(group, {
    id: 'modified',
    section: '13.1.2',
    says: 'If-None-Match is true where the current entity-tag is not listed, and the request is performed.',
    fields: ({ otherTag }) => ({ 'if-none-match': otherTag }),
    status: [200],
    cause: 'The presence of the field is taken for a match, or only a part of the tag is compared.',
  }),
  ...notModifiedRules(group),
  statusRule(group, {
    id: 'not-modified-since',
    section: '13.1.3',
    level: 'should',
    says: 'If-Modified-Since is false where the representation was not modified after that date, and a GET gets 304.',
    needs: ['date'],
    fields: ({ date }) => ({ 'if-modified-since': date }),
    status: [304],
    cause:
      'The field is not evaluated, or fractions of a second are compared, which the date that was sent had not.',
  }),
  statusRule(group, {
    id: 'modified-since',
    section: '13.1.3',
    says: 'If-Modified-Since is true where the representation was modified after that date: it has to be sent.',
    needs: ['date'],
    fields: ({ olderDate }) => ({ 'if-modified-since': olderDate }),
    status: [200],
    cause: 'The presence of the field is taken for a match, or the dates are compared the wrong way round.',
  }),
];
