// The files of the application that check-package.mjs installs the tarball into.

const application = `
import 'reflect-metadata';
import assert from 'node:assert/strict';
import { Controller, Get, Injectable, Module, Param, Put } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  CacheControl,
  currentFrom,
  ETag,
  EtagModule,
  IfMatch,
  Versioned,
  type EtagModuleOptions,
  type EtagOptionsFactory,
  type ExpectedVersion,
  type TagFunction,
} from 'nestjs-etag';
import { evaluate, parsePreconditions, type Outcome } from 'nestjs-etag/rfc9110';

interface Product {
  readonly id: string;
  readonly version: number;
}

@Injectable()
class Products {
  private version = 1;

  find(id: string): Product | null {
    return id === '1' ? { id, version: this.version } : null;
  }

  save(id: string): Product {
    return { id, version: ++this.version };
  }
}

const current = currentFrom(Products, (products, request) => products.find(request.params['id'] ?? ''));
const revision: TagFunction<Product> = ({ version }) => version;

@Controller('products')
class ProductsController {
  constructor(private readonly products: Products) {}

  @Get() @ETag() @CacheControl({ private: true, maxAge: 60 })
  list(): Product[] {
    return [{ id: '1', version: 1 }];
  }

  @Get(':id') @ETag({ tag: revision, current })
  findOne(@Param('id') id: string): Product | null {
    return this.products.find(id);
  }

  @Put(':id') @Versioned<Product>({ current })
  async update(@Param('id') id: string, @IfMatch() expected: ExpectedVersion): Promise<Product> {
    await expected.assert(this.products.find(id));
    return this.products.save(id);
  }
}

class Options implements EtagOptionsFactory {
  createEtagOptions(): EtagModuleOptions {
    return { errors: 'problem' };
  }
}

@Module({
  imports: [EtagModule.forRootAsync({ useClass: Options })],
  controllers: [ProductsController],
  providers: [Products],
})
class AppModule {}

const outcome: Outcome = evaluate('GET', parsePreconditions({ 'if-none-match': '*' }), { kind: 'present' }, {
  weakIfMatch: false,
});
assert.equal(outcome, 'not-modified');

// Written so that it is an ES module and a CommonJS one, as its file is called.
async function main(): Promise<void> {
  const app = await NestFactory.create(AppModule, { logger: ['error', 'warn'], abortOnError: false });
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();

  const list = await fetch(url + '/products');
  assert.equal(list.status, 200);
  const tag = list.headers.get('etag') ?? '';
  assert.match(tag, /^"[\\w-]{43}"$/);
  assert.deepEqual(await list.json(), [{ id: '1', version: 1 }]);
  const again = await fetch(url + '/products', { headers: { 'if-none-match': tag } });
  assert.equal(again.status, 304);
  assert.equal(again.headers.get('etag'), tag);
  assert.equal(again.headers.get('cache-control'), 'max-age=60, private');

  assert.equal((await fetch(url + '/products/1', { headers: { 'if-none-match': '"1"' } })).status, 304);
  const headers = { 'if-match': '"1"' };
  const write = await fetch(url + '/products/1', { method: 'PUT', headers });
  assert.equal(write.status, 200);
  assert.equal(write.headers.get('etag'), '"2"');
  const stale = await fetch(url + '/products/1', { method: 'PUT', headers });
  assert.equal(stale.status, 412);
  assert.equal(stale.headers.get('etag'), '"2"');
  assert.match(stale.headers.get('content-type') ?? '', /^application\\/problem\\+json/);
  await app.close();
}

void main();
`;

const commonjs = `
import assert = require('node:assert/strict');
import etag = require('nestjs-etag');
import core = require('nestjs-etag/rfc9110');

assert.equal(typeof etag.ETag, 'function');
assert.equal(typeof etag.EtagModule.forRoot, 'function');
assert.equal(etag.parseEntityTag, core.parseEntityTag, 'both entry points share one core');
const tag: core.EntityTag | undefined = core.parseEntityTag('W/"42"');
assert.equal(tag?.weak, true);
`;

const both = `
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as imported from 'nestjs-etag';

const require = createRequire(import.meta.url);
const required = require('nestjs-etag');
const folder = dirname(require.resolve('nestjs-etag/package.json'));
const commonjs = require(join(folder, 'dist/cjs/index.js'));
const names = Object.keys(imported).toSorted();
assert.ok(names.length > 20);
assert.deepEqual(Object.keys(commonjs).toSorted(), names, 'what jest loads has the same names');
for (const [name, value] of Object.entries(imported)) assert.equal(required[name], value, name);
`;

const testing = `
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { conditional, ConformanceError, expectedVersion, type Write } from 'nestjs-etag/testing';

const server = createServer(({ headers }, response) => {
  const status = headers['if-none-match'] === '"1"' ? 304 : 200;
  response.writeHead(status, { etag: '"1"' }).end(status === 304 ? undefined : 'content');
});

async function check(...args: string[]): Promise<[number | null, string]> {
  const child = spawn(process.execPath, ['node_modules/.bin/nestjs-etag', 'check', ...args]);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return [code, output];
}

async function main(): Promise<void> {
  await conditional(server).cacheValidation('/');
  const write: Write = { body: (n: number) => ({ n }) };
  await assert.rejects(conditional(server).concurrency('/', write), ConformanceError);
  assert.deepEqual(expectedVersion(3).versions, ['3']);
  const url = 'http://127.0.0.1:' + String((server.address() as AddressInfo).port) + '/';
  const [code, output] = await check(url);
  assert.match(output, /list-empty-members: RFC 9110, 5.6.1.2/);
  assert.equal(code, 1);
  assert.equal((await check())[0], 2);
  server.close();
}

void main();
`;

const tsconfig = {
  compilerOptions: {
    target: 'ES2023',
    lib: ['ES2023'],
    types: ['node'],
    module: 'nodenext',
    moduleResolution: 'nodenext',
    strict: true,
    exactOptionalPropertyTypes: true,
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    isolatedModules: true,
    skipLibCheck: false,
    rootDir: '.',
    outDir: 'build',
  },
  files: ['application.ts', 'application.cts', 'commonjs.cts', 'both.ts', 'testing.ts', 'testing.cts'],
};

export const CONSUMER = {
  'package.json': JSON.stringify({ name: 'consumer', private: true, type: 'module' }),
  'tsconfig.json': JSON.stringify(tsconfig),
  'application.ts': application,
  'application.cts': application,
  'commonjs.cts': commonjs,
  'both.ts': both,
  'testing.ts': testing,
  'testing.cts': testing,
};
