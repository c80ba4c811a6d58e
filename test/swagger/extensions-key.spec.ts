/** The library does not export the key of its extensions in every version that is supported. */
import { expect, it } from '@jest/globals';
import { ApiExtension } from '@nestjs/swagger';
import { EXTENSIONS } from '../../src/swagger/route-marks.js';

it("the key of extensions is that of the installed library's own decorator", () => {
  class Documented {
    @ApiExtension('x-own', { of: 'the application' }) route(): void {}
  }
  expect(Reflect.getMetadata(EXTENSIONS, Documented.prototype.route)).toEqual({
    'x-own': { of: 'the application' },
  });
});
