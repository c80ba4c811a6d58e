/** `@All()`: one handler for every method. Nest 11 and 12 register it differently with Fastify. */
import { describe, expect, it } from '@jest/globals';
import { All, Controller, Param } from '@nestjs/common';
import { ETag, EtagModule } from '../../../src/index.js';
import { ADAPTERS, startApp } from '../../support/adapters.js';
import { request } from '../../support/wire.js';

@Controller()
class AllController {
  @All('fixed') @ETag() fixed() {
    return { id: 1 };
  }

  @All('things/:id') @ETag() thing(@Param('id') id: string) {
    return { id };
  }
}

describe.each(ADAPTERS)('@All() on $name', (adapter) => {
  it.each(['/fixed', '/things/1'])('answers %s with a tag, then 304', async (path) => {
    const app = await startApp({ imports: [EtagModule.forRoot()], controllers: [AllController] }, adapter);
    const first = await request(app.port, { path });
    const etag = String(first.headers['etag']);
    const second = await request(app.port, { path, headers: { 'if-none-match': etag } });
    expect([first.status, second.status]).toEqual([200, 304]);
    await app.close();
  });
});
