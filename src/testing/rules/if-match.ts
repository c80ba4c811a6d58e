/** How If-Match is evaluated in a GET (13.1.1). */
import { MATCHES, type StatusCase } from './expected-status.js';

export const IF_MATCH: readonly StatusCase[] = [
  {
    id: 'match-failed',
    section: '13.1.1',
    says: 'If-Match is evaluated for every method: where the current entity-tag is not listed, a GET gets 412 as well.',
    needs: ['tag'],
    fields: ({ otherTag }) => ({ 'if-match': otherTag }),
    status: [412],
    cause:
      'If-Match is evaluated for writes only, or not at all. A download in parts would join two versions.',
  },
  {
    id: 'match-current',
    section: '13.1.1',
    says: 'If-Match is true where the current entity-tag is listed.',
    needs: ['strong tag'],
    fields: ({ tag, otherTag }) => [{ 'if-match': tag }, { 'if-match': `${otherTag}, ${tag}` }],
    status: [200],
    cause: 'The field is compared with another tag than the response shows, or is not read as a list.',
    where: MATCHES,
  },
  {
    id: 'match-any',
    section: '13.1.1',
    says: 'If-Match: * is true where the resource has a current representation.',
    fields: () => ({ 'if-match': '*' }),
    status: [200],
    cause: 'The asterisk is taken for a tag that does not match.',
  },
  {
    id: 'match-strong-comparison',
    section: '8.8.3.2',
    says: 'If-Match is compared strongly: a weak tag on either side never matches.',
    needs: ['tag'],
    fields: ({ weakTag }) => ({ 'if-match': weakTag }),
    status: [412],
    cause: 'W/ is taken off before tags are compared, as is right for If-None-Match only.',
    where: MATCHES,
  },
  {
    id: 'match-malformed',
    section: '13.1.1',
    says: 'What is no entity-tag matches nothing: a malformed If-Match is refused with 400 or 412.',
    fields: ({ opaque }) => [opaque || 'x', `x"${opaque}"`].map((value) => ({ 'if-match': value })),
    status: [400, 412],
    cause:
      'A field that cannot be read is taken for one that is not there, or nobody handles the error of the parser.',
    where: MATCHES,
  },
];
