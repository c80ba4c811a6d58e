/** How If-None-Match is read and compared (13.1.2). */
import type { StatusCase } from './expected-status.js';

/** They are about servers that validate tags at all. */
export const IF_NONE_MATCH: readonly Omit<StatusCase, 'needs' | 'where'>[] = [
  {
    id: 'list',
    section: '13.1.2',
    says: 'If-None-Match is a list, and one member that matches is enough.',
    fields: ({ tag, otherTag }) => ({ 'if-none-match': `${otherTag}, ${tag}, "x"` }),
    status: [304],
    cause: 'The whole field is compared with the tag, and not each member.',
  },
  {
    id: 'list-empty-members',
    section: '5.6.1.2',
    says: 'A recipient ignores the empty members of a list.',
    fields: ({ tag }) => ({ 'if-none-match': `,, "x", ,${tag},` }),
    status: [304],
    cause: 'The list is read by an expression that wants a member between any two commas.',
  },
  {
    id: 'list-lines',
    section: '5.3',
    says: 'Field lines that repeat are one list.',
    fields: ({ tag, otherTag }) => ({ 'if-none-match': [otherTag, tag] }),
    status: [304],
    cause: 'Only one of the lines is looked at.',
  },
  {
    id: 'list-commas',
    section: '8.8.3',
    says: 'A comma inside an opaque-tag belongs to it.',
    fields: ({ opaque }) => [
      { 'if-none-match': `"x,${opaque},y"` },
      { 'if-none-match': `"x,W/${opaque},y"` },
      { 'if-none-match': `"${opaque}-y,${opaque}"` },
    ],
    status: [200],
    cause: 'The list is split at commas, and quotes are taken off or passed over. Tags have to be scanned.',
  },
  {
    id: 'weak-comparison',
    section: '13.1.2',
    says: 'If-None-Match is compared weakly: W/ before a tag makes no difference.',
    fields: ({ weakTag, isStrong, opaque }) => ({ 'if-none-match': isStrong ? weakTag : `"${opaque}"` }),
    status: [304],
    cause: 'Tags are compared as texts, W/ included. Proxies that compress put it there.',
  },
  {
    id: 'any',
    section: '13.1.2',
    says: 'If-None-Match: * is false where the resource has a current representation.',
    fields: () => ({ 'if-none-match': '*' }),
    status: [304],
    cause: 'The asterisk is taken for a tag that does not match.',
  },
  {
    id: 'none-match-malformed',
    section: '8.8.3',
    says: 'What is no entity-tag matches nothing: a malformed If-None-Match is ignored, or refused with 400.',
    fields: ({ opaque }) =>
      [opaque || 'x', `"${opaque}`, `x"${opaque}"`].map((value) => ({ 'if-none-match': value })),
    status: [200, 400],
    cause: 'Whatever stands around a tag is passed over, or nobody handles the error of the parser.',
  },
];
