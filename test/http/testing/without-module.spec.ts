/** Decorated controllers in a testing module without EtagModule, as `nest generate controller` writes their unit tests. */
import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Put } from '@nestjs/common';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import {
  ETag,
  ExpectedVersion,
  IfMatch,
  PreconditionFailedException,
  Versioned,
} from '../../../src/index.js';
import { ADAPTERS } from '../../support/adapters.js';

@Controller('things')
class ThingsController {
  @Get() @ETag() list(): string {
    return 'all';
  }

  @Put() @Versioned() async update(@IfMatch() expected: ExpectedVersion): Promise<string> {
    await expected.assert({ version: 3 });
    return 'done';
  }
}

const compile = () => Test.createTestingModule({ controllers: [ThingsController] }).compile();

describe('a testing module without EtagModule', () => {
  it('is enough for a test that calls handlers', async () => {
    const controller = (await compile()).get(ThingsController);
    expect(controller.list()).toBe('all');
    await expect(controller.update(ExpectedVersion.of({ 'if-match': '"3"' }))).resolves.toBe('done');
    await expect(controller.update(ExpectedVersion.of({ 'if-match': '"2"' }))).rejects.toThrow(
      PreconditionFailedException,
    );
  });

  describe.each(ADAPTERS)('on $name', (adapter) => {
    it('makes no application: the message names the routes, and what a test has to do', async () => {
      const testing = await compile();
      const app = testing.createNestApplication(adapter.create() as AbstractHttpAdapter, { logger: false });
      const failure = await app.init().then(
        () => 'started',
        (error: Error) => error.message,
      );
      expect(failure).toContain(
        'EtagModule is not imported, but ThingsController.list, ThingsController.update use',
      );
      expect(failure).toContain('to those of Test.createTestingModule()');
      await app.close();
    });
  });
});
