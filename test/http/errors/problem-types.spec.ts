import { describe, expect, it } from '@jest/globals';
import { Controller, Put } from '@nestjs/common';
import { EtagModule, RequirePrecondition, Versioned, type CurrentResource } from '../../../src/index.js';
import { ADAPTERS, startApp } from '../../support/adapters.js';
import { request } from '../../support/wire.js';

class Bowl implements CurrentResource {
  current(): object {
    return { version: 4 };
  }
}

@Controller('bowl')
class BowlController {
  @Put() @RequirePrecondition() @Versioned({ current: Bowl }) fill(): object {
    return { version: 5 };
  }
}

describe.each(ADAPTERS)('the type of a problem on $name', (adapter) => {
  it.each([
    [undefined, 'https://unpkg.com/nestjs-etag/docs/errors.md#'],
    ['https://errors.example/', 'https://errors.example/'],
  ])('begins with what problemTypes says: %s', async (problemTypes, expected) => {
    const { port, close } = await startApp(
      {
        imports: [EtagModule.forRoot({ errors: 'problem', ...(problemTypes && { problemTypes }) })],
        controllers: [BowlController],
        providers: [Bowl],
      },
      adapter,
    );
    const put = (tag?: string) =>
      request(port, { method: 'PUT', path: '/bowl', headers: { 'if-match': tag }, body: {} });
    const answers = [await put('"3"'), await put(), await put('3')];
    await close();
    for (const { headers } of answers)
      expect(headers['content-type']).toMatch(/^application\/problem\+json\b/);
    expect(answers.map(({ status, json }) => [status, (json as { type: string }).type])).toEqual([
      [412, `${expected}precondition-failed`],
      [428, `${expected}precondition-required`],
      [400, `${expected}malformed-precondition`],
    ]);
  });
});
