/** Writes that a precondition, or the lack of one, keeps from happening. */
import { forbidsStore } from '../../rfc9110/index.js';
import type { Exchange } from '../client/exchange.js';
import { failed, PASSED } from './rule.js';
import type { RefusedWrite } from './writes.js';

export const REFUSED_WRITES: readonly RefusedWrite[] = [
  {
    id: 'write-unguarded',
    section: 'RFC 6585, 3',
    level: 'should',
    says: 'A server can require that writes are conditional, and answers 428 to those that are not.',
    fields: () => ({}),
    status: [428],
    cause: 'A client that sends no If-Match overwrites whatever others wrote since it last looked.',
    also: ({ sent, received }: Exchange) =>
      forbidsStore(received.field('cache-control') ?? '')
        ? PASSED
        : failed(
            { sent, received },
            'Cache-Control: no-store',
            'No cache may store a 428, and nothing says so.',
          ),
  },
  {
    id: 'write-none-match',
    section: '13.1.2',
    says: 'Where If-None-Match is false, every method but GET and HEAD gets 412, and never a 304.',
    fields: ({ tag }) => ({ 'if-none-match': tag }),
    status: [412, 428],
    cause:
      'The tag of the response is compared, whatever the method was, and 304 is sent after the write is done.',
  },
  {
    id: 'write-none-match-any',
    section: '13.1.2',
    says: 'If-None-Match: * keeps a write from replacing what exists.',
    fields: () => ({ 'if-none-match': '*' }),
    status: [412, 428],
    cause:
      'If-None-Match is evaluated for reads only: two clients that create one resource overwrite one another.',
  },
  {
    id: 'write-weak',
    section: '13.1.1',
    says: 'If-Match is compared strongly: a weak tag never matches.',
    needs: 'strong tag',
    fields: ({ weakTag }) => ({ 'if-match': weakTag }),
    status: [412],
    cause: 'W/ is taken off before tags are compared, as is right for If-None-Match only.',
  },
  {
    id: 'write-malformed',
    section: '13.1.1',
    says: 'What is no entity-tag matches nothing: a write with a malformed If-Match is refused with 400 or 412.',
    needs: 'strong tag',
    fields: ({ opaque }) => ({ 'if-match': `x"${opaque}"` }),
    status: [400, 412],
    cause:
      'A field that cannot be read is taken for one that is not there, or nobody handles the error of the parser.',
  },
  {
    id: 'write-unmodified-since',
    section: '13.1.4',
    says: 'If-Unmodified-Since is false where the representation was modified after that date.',
    needs: 'date',
    fields: ({ olderDate }) => ({ 'if-unmodified-since': olderDate }),
    status: [412, 428],
    cause: 'If-Unmodified-Since is not evaluated, although a Last-Modified is sent.',
  },
];
