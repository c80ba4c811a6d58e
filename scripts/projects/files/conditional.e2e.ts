import { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import request from 'supertest';
import { App } from 'supertest/types.js';
import { AppModule } from './../src/app.module.js';
import { outcome, same } from './../src/core.js';

describe('conditional requests', () => {
  let app: INestApplication<App>;

  beforeEach(async () => {
    const testing = await Test.createTestingModule({ imports: [AppModule] }).compile();
    app = testing.createNestApplication();
    await app.init();
  });

  afterEach(() => app.close());

  it('the hash of the bytes, and 304', async () => {
    const { headers } = await request(app.getHttpServer()).get('/').expect(200);
    expect(headers['etag']).toMatch(/^"[\w-]{43}"$/);
    await request(app.getHttpServer()).get('/').set('If-None-Match', headers['etag']).expect(304);
  });

  it('a version, 304, 412 and 200', async () => {
    await request(app.getHttpServer()).get('/state').expect(200).expect('ETag', '"1"');
    await request(app.getHttpServer()).get('/state').set('If-None-Match', '"1"').expect(304);
    await request(app.getHttpServer()).put('/state').set('If-Match', '"0"').expect(412).expect('ETag', '"1"');
    await request(app.getHttpServer()).put('/state').set('If-Match', '"1"').expect(200).expect('ETag', '"2"');
  });

  it('the pure core is the same in both entry points', () => {
    expect([outcome, same]).toEqual(['not-modified', true]);
  });
});
