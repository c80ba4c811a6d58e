import { HttpException, HttpStatus } from '@nestjs/common';

const RESUBMIT =
  'This request must be conditional. Fetch the resource, then send the request again with its ETag in If-Match.';

/**
 * 428: the write came without a precondition where one is required. Its message says how to resubmit it.
 * @see https://www.rfc-editor.org/rfc/rfc6585#section-3
 */
export class PreconditionRequiredException extends HttpException {
  constructor(message = RESUBMIT) {
    const status = HttpStatus.PRECONDITION_REQUIRED;
    super(HttpException.createBody(message, 'Precondition Required', status), status);
  }
}
