import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../../sample-app/config.js';

describe('readConfig()', () => {
  it('needs nothing', () => {
    expect(readConfig({})).toEqual({ adapter: 'express', port: 3000 });
    expect(readConfig({ ADAPTER: '', PORT: '', DATABASE_URL: '', PGLITE_DIR: '' })).toEqual(readConfig({}));
  });

  it('takes what the environment says', () => {
    const env = {
      ADAPTER: 'fastify',
      PORT: '8080',
      DATABASE_URL: 'postgres://me@db/shop',
      PGLITE_DIR: 'data',
      METRICS_PORT: '9464',
    };
    expect(readConfig(env)).toEqual({
      adapter: 'fastify',
      port: 8080,
      databaseUrl: 'postgres://me@db/shop',
      pgliteDir: 'data',
      metricsPort: 9464,
    });
  });

  it('knows three adapters', () => {
    const named = ['express', 'fastify', 'node'].map((ADAPTER) => readConfig({ ADAPTER }).adapter);
    expect(named).toEqual(['express', 'fastify', 'node']);
  });

  it.each([
    ['ADAPTER', 'koa'],
    ['ADAPTER', 'Express'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '3000.5'],
    ['PORT', 'http'],
    ['PORT', '0x50'],
    ['METRICS_PORT', '70000'],
  ])('refuses %s=%s, naming both', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(`${name} is "${value}"; it takes `);
  });

  it.each(['mysql://me@db/shop', 'mariadb://me@db/shop', 'postgresql://me@db/shop'])(
    'takes DATABASE_URL=%s',
    (DATABASE_URL) => expect(readConfig({ DATABASE_URL }).databaseUrl).toBe(DATABASE_URL),
  );

  it.each(['localhost', 'mongodb://me@db/shop', 'postgres://me:secret@[db'])(
    'refuses DATABASE_URL=%s without showing it',
    (DATABASE_URL) => {
      expect(() => readConfig({ DATABASE_URL })).toThrow(/^DATABASE_URL takes postgres:\/\/user:password@/);
    },
  );
});
