import { describe, expect, it } from '@jest/globals';
import { ORMS, readConfig } from '../../sample-app/config.js';

describe('readConfig()', () => {
  it('needs nothing', () => {
    expect(readConfig({})).toEqual({ adapter: 'express', orm: 'typeorm', port: 3000 });
    expect(readConfig({ ADAPTER: '', ORM: '', PORT: '', DATABASE_URL: '', PGLITE_DIR: '' })).toEqual(
      readConfig({}),
    );
  });

  it('takes what the environment says', () => {
    const env = {
      ADAPTER: 'fastify',
      ORM: 'drizzle',
      PORT: '8080',
      DATABASE_URL: 'postgres://me@db/shop',
      PGLITE_DIR: 'data',
      METRICS_PORT: '9464',
    };
    expect(readConfig(env)).toEqual({
      adapter: 'fastify',
      orm: 'drizzle',
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

  it('knows seven libraries', () => {
    const names = ['typeorm', 'prisma', 'mongoose', 'sql', 'drizzle', 'mikro-orm', 'sequelize'];
    expect(names).toEqual([...ORMS]);
    const DATABASE_URL = 'mongodb://db/shop';
    const read = (ORM: string) => readConfig({ ORM, ...(ORM === 'mongoose' && { DATABASE_URL }) }).orm;
    expect(names.map(read)).toEqual(names);
  });

  it.each([
    ['ADAPTER', 'koa'],
    ['ADAPTER', 'Express'],
    ['ORM', 'knex'],
    ['ORM', 'TypeORM'],
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

  it.each(ORMS.filter((orm) => orm !== 'mongoose'))('refuses a MongoDB with ORM=%s', (ORM) => {
    const reading = () => readConfig({ ORM, DATABASE_URL: 'mongodb://me:secret@db/shop' });
    expect(reading).toThrow(
      /^DATABASE_URL takes postgres:(?!.*secret).*; mongodb:\/\/ is for ORM=mongoose\.$/,
    );
  });

  it.each(['mongodb://me@db/shop', 'mongodb+srv://me@db/shop'])('takes %s with ORM=mongoose', (url) => {
    expect(readConfig({ ORM: 'mongoose', DATABASE_URL: url }).databaseUrl).toBe(url);
  });

  it.each([undefined, '', 'postgres://me:secret@db/shop', 'mongodb://[db'])(
    'says what ORM=mongoose needs in the place of DATABASE_URL=%s',
    (DATABASE_URL) => {
      const reading = () => readConfig({ ORM: 'mongoose', DATABASE_URL });
      expect(reading).toThrow(
        'ORM=mongoose takes DATABASE_URL=mongodb://host:27017/database. To have such a server: docker run -p 27017:27017 mongo',
      );
    },
  );
});
