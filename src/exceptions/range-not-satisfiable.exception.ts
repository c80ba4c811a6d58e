import { HttpException, HttpStatus } from '@nestjs/common';

/**
 * 416: the representation has none of the ranges a client asks for. The response has the size in `Content-Range`, so
 * that the client can ask again, and no ETag, since it contains no representation of the resource.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15.5.17
 */
export class RangeNotSatisfiableException extends HttpException {
  /** @param size of the representation, in bytes */
  constructor(readonly size: number) {
    const status = HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE;
    const message = `The Range names none of the ${size} bytes there are.`;
    super(HttpException.createBody(message, 'Range Not Satisfiable', status), status);
  }
}
