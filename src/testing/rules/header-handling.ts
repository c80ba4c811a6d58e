/** How the fields of preconditions are read, and in which order they are evaluated (13.1, 13.2.2). */
import { DATE_FIELDS } from './dates.js';
import { MATCHES, statusRule, VALIDATES, type StatusCase } from './expected-status.js';
import { headRules } from './head.js';
import { IF_MATCH } from './if-match.js';
import { IF_NONE_MATCH } from './if-none-match.js';
import { methodRules } from './methods.js';
import type { Rule } from './rule.js';

const group = 'headerHandling';

const ORDER: readonly StatusCase[] = [
  {
    id: 'none-match-before-date',
    section: '13.1.3',
    says: 'If-Modified-Since is ignored beside an If-None-Match.',
    fields: ({ otherTag, date }) => ({ 'if-none-match': otherTag, 'if-modified-since': date }),
    status: [200],
    cause: 'The date alone decides, or one of the two is enough: a change within one second is never seen.',
  },
  {
    id: 'match-before-date',
    section: '13.1.4',
    says: 'If-Unmodified-Since is ignored beside an If-Match.',
    needs: ['strong tag', 'date'],
    fields: ({ tag, olderDate }) => ({ 'if-match': tag, 'if-unmodified-since': olderDate }),
    status: [200],
    cause: 'Both fields have to hold.',
    where: MATCHES,
  },
  {
    id: 'match-then-none-match',
    section: '13.2.2',
    says: 'Where If-Match is true, If-None-Match is evaluated next.',
    needs: ['tag'],
    fields: ({ tag, isStrong }) => ({ 'if-match': isStrong ? tag : '*', 'if-none-match': tag }),
    status: [304],
    cause: 'The evaluation ends with the first field that it finds.',
    where: VALIDATES,
  },
  {
    id: 'if-range-alone',
    section: '13.1.5',
    says: 'An If-Range without a Range is ignored.',
    fields: ({ otherTag }) => ({ 'if-range': otherTag }),
    status: [200],
    cause: 'If-Range is evaluated as a precondition of the request.',
  },
];

export const HEADER_HANDLING: readonly Rule[] = [
  ...IF_NONE_MATCH.map((given) => statusRule(group, { ...given, needs: ['tag'], where: VALIDATES })),
  ...[...IF_MATCH, ...DATE_FIELDS, ...ORDER].map((given) => statusRule(group, given)),
  ...headRules(group),
  ...methodRules(group),
];
