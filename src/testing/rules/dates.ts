/** If-Modified-Since and If-Unmodified-Since (13.1.3, 13.1.4). */
import { DATES, type StatusCase } from './expected-status.js';

export const DATE_FIELDS: readonly StatusCase[] = [
  {
    id: 'date-forms',
    section: '5.6.7',
    says: 'A recipient accepts all three forms of an HTTP-date.',
    needs: ['date'],
    fields: ({ rfc850Date, asctimeDate }) =>
      [rfc850Date, asctimeDate].map((date) => ({ 'if-modified-since': date })),
    status: [304],
    cause: 'The field is compared with Last-Modified as a text, or read by a parser of one form.',
    where: DATES,
  },
  {
    id: 'no-dates',
    section: '13.1.3',
    says: 'An If-Modified-Since that is no HTTP-date is ignored.',
    fields: ({ isoDate }) => ['2130', isoDate, '0'].map((date) => ({ 'if-modified-since': date })),
    status: [200],
    cause: 'The field is read by a parser that takes almost anything for a date, such as Date.parse().',
  },
  {
    id: 'unmodified-since-failed',
    section: '13.1.4',
    says: 'If-Unmodified-Since is false where the representation was modified after that date: the answer is 412.',
    needs: ['date'],
    fields: ({ olderDate }) => ({ 'if-unmodified-since': olderDate }),
    status: [412],
    cause: 'If-Unmodified-Since is not evaluated, although a Last-Modified is sent.',
  },
  {
    id: 'unmodified-since',
    section: '13.1.4',
    says: 'If-Unmodified-Since is true where the representation was not modified after that date.',
    needs: ['date'],
    fields: ({ date }) => ({ 'if-unmodified-since': date }),
    status: [200],
    cause: 'Fractions of a second are compared, which the date that was sent had not.',
  },
];
