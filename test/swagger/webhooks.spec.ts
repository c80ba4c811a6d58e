import { expect, it } from '@jest/globals';
import { Controller, Get } from '@nestjs/common';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { Test } from '@nestjs/testing';
import { ETag, EtagModule } from '../../src/index.js';
import { withConditionalRequests } from '../../src/swagger/index.js';
import { config } from './document.js';

@Controller('notes')
class NotesController {
  @Get() @ETag() list(): void {}
  @Get('noted') @ETag() noted(): void {}
}

it('a webhook, which the application sends, has no precondition and no mark', async () => {
  const module = { imports: [EtagModule.forRoot()], controllers: [NotesController] };
  const app = (await Test.createTestingModule(module).compile()).createNestApplication();
  const document = withConditionalRequests(app, () => {
    // As @ApiWebhook() has it, which older versions lack.
    const { paths, ...made } = SwaggerModule.createDocument(app, config);
    const { '/notes/noted': noted, ...others } = paths;
    return { ...made, paths: others, webhooks: { noted } as OpenAPIObject['paths'] };
  });
  await app.close();
  expect(Object.keys(document.webhooks['noted']!.get!.responses)).toEqual(['200']);
  expect(Object.keys(document.paths['/notes']!.get!.responses)).toEqual(['200', '304']);
  expect(JSON.stringify(document)).not.toContain('x-nestjs-etag');
});
