/** What can be wrong with a server: one fault, the rules it breaks, and the section that says otherwise. */
export interface PlantedFault {
  readonly what: string;
  readonly section: string;
  /** All rules that are broken, in the order in which they are checked. */
  readonly rules: readonly string[];
}

export const FAULTS = {
  'tag-missing': fault('no validator at all', '8.8.3', 'validator'),
  'tag-unquoted': fault('a tag without its quotes', '8.8.3', 'tag-syntax', 'write-strong-tag'),
  'tag-constant': fault('a tag that never changes', '8.8.1', 'tag-changes', 'write-stale', 'write-race'),
  'tag-random': fault(
    'a tag that is another one each time',
    '8.8.1',
    'tag-repeats',
    'write-none-match',
    'write-current',
    'write-race',
  ),
  'tag-before-content': fault('a strong tag of other octets', '8.8.1', 'tag-names-octets'),
  'tag-ignored': fault(
    'If-None-Match is not evaluated',
    '13.1.2',
    'not-modified',
    'none-match-before-date',
    'write-none-match',
    'write-none-match-any',
  ),
  'tag-present': fault(
    'any If-None-Match is 304',
    '13.1.2',
    'modified',
    'list-commas',
    'none-match-malformed',
    'none-match-before-date',
  ),
  'read-412': fault('412 to a GET with If-None-Match', '13.1.2', 'not-modified'),
  '304-content': fault('a 304 with content', '15.4.5', 'not-modified-content'),
  '304-no-vary': fault('a 304 without Vary', '15.4.5', 'not-modified-fields'),
  '304-no-cache-control': fault('a 304 without Cache-Control', '15.4.5', 'not-modified-fields'),
  '304-length': fault('a 304 with the length 0', '8.6', 'not-modified-length'),
  '304-type': fault('a 304 with Content-Type', '15.4.5', 'not-modified-metadata'),
  'date-ignored': fault('If-Modified-Since is not evaluated', '13.1.3', 'not-modified-since'),
  'date-stale': fault('any If-Modified-Since is 304', '13.1.3', 'modified-since', 'no-dates'),
  'date-beside-tag': fault(
    'If-Modified-Since counts beside If-None-Match',
    '13.1.3',
    'none-match-before-date',
  ),
  'date-parse': fault('Date.parse() reads dates', '13.1.3', 'no-dates'),
  'date-one-form': fault('dates are compared as texts', '5.6.7', 'date-forms'),
  'unmodified-since-ignored': fault(
    'If-Unmodified-Since is not evaluated',
    '13.1.4',
    'unmodified-since-failed',
    'write-unmodified-since',
  ),
  'both-match': fault('If-Match and If-Unmodified-Since have to hold', '13.1.4', 'match-before-date'),
  'list-split': fault('lists are split at commas', '8.8.3', 'list-commas', 'none-match-malformed'),
  'list-whole': fault('lists are compared as a whole', '13.1.2', 'list', 'list-empty-members', 'list-lines'),
  'list-no-empty': fault('empty members of a list are not ignored', '5.6.1.2', 'list-empty-members'),
  'list-first-line': fault('the first line of a list alone is read', '5.3', 'list-lines'),
  'weak-unequal': fault('If-None-Match is compared strongly', '13.1.2', 'weak-comparison'),
  'any-ignored': fault('* is ignored', '13.1.2', 'any', 'write-none-match-any'),
  'malformed-500': fault('a malformed list is 500', '8.8.3', 'none-match-malformed'),
  'match-ignored-in-reads': fault('If-Match is ignored in a GET', '13.1.1', 'match-failed'),
  'match-any-ignored': fault('If-Match: * matches nothing', '13.1.1', 'match-any', 'write-any'),
  'match-weak': fault('If-Match is compared weakly', '8.8.3.2', 'match-strong-comparison', 'write-weak'),
  'match-ends': fault('the first field decides', '13.2.2', 'match-then-none-match'),
  'head-other-tag': fault('HEAD has another tag', '9.3.2', 'head-validators'),
  'head-content': fault('HEAD has content', '9.3.2', 'head-content'),
  'options-evaluated': fault('OPTIONS gets 412', '13.2.1', 'options'),
  'errors-tagged': fault('a 404 becomes 304', '13.2.1', 'errors-first'),
  'range-other-tag': fault('a 206 has another tag', '15.3.7', 'range-tag'),
  'range-no-fields': fault('a 206 lacks Cache-Control', '15.3.7', 'range-fields'),
  'range-other-octets': fault('a 206 has other octets', '15.3.7.1', 'range-octets'),
  'if-range-ignored': fault(
    'If-Range is ignored',
    '13.1.5',
    'if-range-other',
    'if-range-weak',
    'if-range-date',
  ),
  'if-range-weak': fault('If-Range is compared weakly', '13.1.5', 'if-range-weak'),
  'range-first': fault(
    'ranges are served before preconditions',
    '13.2.2',
    'range-not-modified',
    'range-match-failed',
  ),
  'coding-one-tag': fault('one tag for two codings', '8.8.3.3', 'coding-tags'),
  'coding-no-vary': fault('codings without Vary', '12.5.5', 'coding-vary'),
  'coding-unknown-tag': fault('the tag of a coding never matches', '13.1.2', 'coding-not-modified'),
  'write-ignores-match': fault(
    'writes ignore If-Match',
    '13.1.1',
    'write-stale',
    'write-weak',
    'write-malformed',
    'write-race',
  ),
  'write-unguarded': fault('writes need no precondition', 'RFC 6585, 3', 'write-unguarded'),
  'write-428-stored': fault('a 428 that may be stored', 'RFC 6585, 3', 'write-unguarded'),
  'write-304': fault('304 to a PUT that was performed', '13.1.2', 'write-none-match', 'write-none-match-any'),
  'write-before-check': fault(
    '412 after the write',
    '13.1.1',
    'write-stale',
    'write-none-match',
    'write-none-match-any',
    'write-weak',
    'write-malformed',
    'write-unmodified-since',
  ),
  'write-malformed': fault('a malformed If-Match is none', '13.1.1', 'match-malformed', 'write-malformed'),
  'write-old-tag': fault('a PUT answers the old tag', '9.3.4', 'write-validators'),
  'write-race': fault('a check without compare-and-set', '13.1.1', 'write-race'),
  'write-conflict-500': fault('a conflict is 500', '13.1.1', 'write-race'),
} as const satisfies Readonly<Record<string, PlantedFault>>;

export type Fault = keyof typeof FAULTS;

function fault(what: string, section: string, ...rules: readonly string[]): PlantedFault {
  return { what, section, rules };
}
