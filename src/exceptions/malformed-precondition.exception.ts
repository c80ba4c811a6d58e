import { HttpException } from '@nestjs/common';

const REASONS = { 400: 'Bad Request', 412: 'Precondition Failed' } as const;

/**
 * 400 (or 412, with the option `malformed: 412`): an If-Match or If-None-Match that is not `*` and not a list of
 * entity-tags. It is never read as "no condition".
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1
 */
export class MalformedPreconditionException extends HttpException {
  constructor(status: keyof typeof REASONS = 400) {
    const message = 'If-Match and If-None-Match take "*" or a list of entity-tags, each in double quotes.';
    super(HttpException.createBody(message, REASONS[status], status), status);
  }
}
