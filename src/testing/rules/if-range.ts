/** If-Range, and preconditions beside a Range (13.1.5, 13.2.2). */
import { MATCHES, VALIDATES, type Condition, type StatusCase } from './expected-status.js';

/** The first octet. */
export const RANGE = { range: 'bytes=0-0' };

/** A server that answers ranges on this route. */
export const SERVES_RANGES: Condition = { fields: () => RANGE, status: 206 };

export const IF_RANGE: readonly StatusCase[] = [
  {
    id: 'if-range-current',
    section: '13.1.5',
    level: 'should',
    says: 'Where If-Range names the current strong entity-tag, the range is sent.',
    needs: ['strong tag'],
    fields: ({ tag }) => ({ ...RANGE, 'if-range': tag }),
    status: [206],
    cause: 'The tag is compared with another one than the response shows, and no download can go on.',
  },
  {
    id: 'if-range-other',
    section: '13.1.5',
    says: 'Where If-Range names another entity-tag, Range is ignored, and the whole representation is sent.',
    needs: ['tag'],
    fields: ({ otherTag }) => ({ ...RANGE, 'if-range': otherTag }),
    status: [200],
    cause: 'If-Range is not evaluated: a download goes on with the octets of another version.',
  },
  {
    id: 'if-range-weak',
    section: '13.1.5',
    says: 'If-Range is compared strongly: a weak tag never matches.',
    needs: ['tag'],
    fields: ({ weakTag }) => ({ ...RANGE, 'if-range': weakTag }),
    status: [200],
    cause:
      'W/ is taken off before tags are compared. Representations that share a weak tag may differ in their octets.',
  },
  {
    id: 'if-range-date',
    section: '13.1.5',
    says: 'A date in If-Range must be that of Last-Modified exactly: neither an older nor a newer one will do.',
    needs: ['date'],
    fields: ({ olderDate, newerDate }) =>
      [olderDate, newerDate].map((date) => ({ range: RANGE.range, 'if-range': date })),
    status: [200],
    cause: 'The date is compared as that of If-Unmodified-Since, or not at all.',
  },
];

export const PRECONDITIONS_FIRST: readonly StatusCase[] = [
  {
    id: 'range-not-modified',
    section: '13.2.2',
    says: 'Preconditions are evaluated before Range: a client that has the current representation gets 304.',
    needs: ['tag'],
    fields: ({ tag }) => ({ ...RANGE, 'if-none-match': tag }),
    status: [304],
    cause: 'Ranges are served by what does not know of preconditions.',
    where: VALIDATES,
  },
  {
    id: 'range-match-failed',
    section: '13.2.2',
    says: 'Preconditions are evaluated before Range: where If-Match is false, the answer is 412.',
    needs: ['tag'],
    fields: ({ otherTag }) => ({ ...RANGE, 'if-match': otherTag }),
    status: [412],
    cause: 'Ranges are served by what does not know of preconditions: a download joins two versions.',
    where: MATCHES,
  },
];
