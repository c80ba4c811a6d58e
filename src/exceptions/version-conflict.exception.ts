import { ConflictException } from '@nestjs/common';

/**
 * 409: an unconditional write met another version than it was made from, or another write. A conditional one gets 412.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15.5.10
 */
export class VersionConflictException extends ConflictException {
  constructor(message = 'Somebody else has changed the resource meanwhile. Fetch it again.') {
    super(message);
  }
}
