/** The sample gives the same answers with every library: those that it gives with TypeORM. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, ORMS, type Config, type Orm } from '../../sample-app/config.js';
import { loadPrisma } from '../../sample-app/orm/prisma/load-prisma.js';
import { createApp } from '../../sample-app/create-app.js';
import { serveOpenApi } from '../../sample-app/openapi.js';
import { startMongoDouble } from '../support/mongo/server.js';
import { startMongo } from '../support/mongo/start.js';
import { textOf } from '../docs/pages.js';
import { converse } from './conversation.js';
import { isInstalled } from './installed.js';
import type { Told } from './report.js';
import { Sample } from './sample.js';

interface Heard {
  readonly answers: Told[];
  /** The OpenAPI document. */
  readonly document: unknown;
}

async function hear(config: Pick<Config, 'orm' | 'databaseUrl'>): Promise<Heard> {
  const sample = await Sample.start({ adapter: 'express', ...config }, (app) =>
    serveOpenApi(app, { ui: false }),
  );
  try {
    const answers = await converse(sample);
    return { answers, document: await (await fetch(`${sample.url}/docs-json`)).json() };
  } finally {
    await sample.close();
  }
}

/** With MongoDB in the place of PostgreSQL, where the library is Mongoose. */
async function hearOf(orm: Orm): Promise<Heard> {
  if (orm !== 'mongoose') return hear({ orm });
  const server = await startMongo();
  try {
    return await hear({ orm, databaseUrl: server.uri });
  } finally {
    await server.close();
  }
}

describe('the sample', () => {
  let withTypeOrm: Heard;

  beforeAll(async () => {
    withTypeOrm = await hear({ orm: 'typeorm' });
  });

  it('answers what the conversation is about', () => {
    const counts: Record<number, number> = {};
    for (const { status } of withTypeOrm.answers) counts[status] = (counts[status] ?? 0) + 1;
    expect(counts).toEqual({ 200: 12, 201: 2, 204: 1, 304: 5, 400: 3, 404: 3, 412: 4, 428: 1 });
  });

  it.each(ORMS.filter((orm) => orm !== 'typeorm' && isInstalled(orm)))(
    'answers the same with ORM=%s',
    async (orm) => {
      const heard = await hearOf(orm);
      expect(heard.answers).toEqual(withTypeOrm.answers);
      expect(heard.document).toEqual(withTypeOrm.document);
    },
  );
});

describe('the table of one library', () => {
  const folder = mkdtempSync(join(tmpdir(), 'etag-sample-'));
  afterAll(() => rm(folder, { recursive: true }));

  it('is that of every other: each reads and writes what those before it have written', async () => {
    let before: unknown[] = [];
    // TypeORM compares its schema with the table that is there, and would alter one that is another.
    for (const orm of [
      ...ORMS.filter((each) => each !== 'mongoose' && isInstalled(each)).toReversed(),
      'sql',
    ] as const) {
      const sample = await Sample.start({
        adapter: 'express',
        orm,
        pgliteDir: folder,
        pgliteFiles: undefined,
      });
      try {
        const list = JSON.parse((await sample.send('')).text) as unknown[];
        if (before.length > 0) expect([orm, list]).toEqual([orm, before]);
        const { path, etag } = await sample.create();
        const { json } = await sample.put(path, etag);
        before = [...list, json];
      } finally {
        await sample.close();
      }
    }
  });
});

describe('the sample with a library that cannot work', () => {
  const start = (config: Pick<Config, 'orm' | 'databaseUrl'>) =>
    createApp({ adapter: 'express', port: 0, ...config }, { logger: false });

  it('says how to install Prisma', async () => {
    const loading = loadPrisma('/no/such/folder');
    await expect(loading).rejects.toThrow(ConfigError);
    await expect(loading).rejects.toThrow('ORM=prisma needs Prisma. Install it by: npm run orms');
  });

  it('says how to start a MongoDB, and does not show its password', async () => {
    const server = await startMongoDouble();
    await server.close();
    const starting = start({ orm: 'mongoose', databaseUrl: server.uri.replace('//', '//me:secret@') });
    await expect(starting).rejects.toThrow(ConfigError);
    await expect(starting).rejects.toThrow(
      /^No MongoDB at DATABASE_URL: (?!.*secret).*: docker run .* mongo$/,
    );
  });
});

describe('the page of an adapter', () => {
  it.each(ORMS)('says how to run the sample on it: %s', (orm) => {
    expect(textOf(`docs/${orm}.md`).includes(`ORM=${orm} npm start`)).toBe(true);
  });
});
