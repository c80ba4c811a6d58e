// The steps of README, as they stand, in a project that the Nest CLI has made.
import assert from 'node:assert/strict';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileErrors, validate } from '@readme/openapi-parser';
import { nestBuild, start, whenItAnswers } from './build.mjs';
import { FILES, ROOT, withoutExtensions } from './generate.mjs';
import { run } from './run.mjs';

const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const STEPS = [...README.matchAll(/^```ts\n\/\/ ([\w.-]+\.ts)\n([\s\S]*?)^```$/gm)];
const EXCHANGES = [...README.matchAll(/^```http\n([\s\S]*?)^```$/gm)].map(([, text]) => exchangeIn(text));

/** Beside the steps. The first differs from the main.ts that was generated in its adapter alone, as Nest documents it. */
const BESIDE = ['main.fastify.ts', 'main.openapi.ts'];

/** Does what README says, and asks what it asks, on each adapter; what was generated still passes its tests. */
export async function followReadme(kind, project) {
  const generated = join(project, '../generated');
  cpSync(join(project, 'src'), generated, { recursive: true });
  const complaints = await complaintsOf(project);
  assert.deepEqual(
    STEPS.map(([, name]) => name),
    ['app.module.ts', 'products.controller.ts', 'products.service.ts'],
  );
  for (const [, name, text] of STEPS) writeFileSync(join(project, 'src', name), text);
  for (const name of BESIDE) cpSync(join(FILES, name), join(project, 'src', name));
  if (!kind.esm) withoutExtensions(join(project, 'src'), [...BESIDE, ...STEPS.map(([, name]) => name)]);
  const main = await nestBuild(project, 'tsc');
  for (const entry of [main, main.replace('main.js', 'main.fastify.js')]) await start(project, entry, askAll);
  await checkDocument(await run(process.execPath, [main.replace('main.js', 'main.openapi.js')], project));
  for (const name of BESIDE) rmSync(join(project, 'src', name));
  assert.deepEqual(await complaintsOf(project), complaints);
  await run('npm', ['test'], project);
  await run('npm', ['run', 'test:e2e'], project);
  rmSync(join(project, 'src'), { recursive: true });
  cpSync(generated, join(project, 'src'), { recursive: true });
}

/** By the rules that were generated, ESLint's or oxlint's, and in the form that was. */
async function complaintsOf(project) {
  await run('npm', ['run', 'format'], project);
  const said = await run('npm', ['run', 'lint'], project);
  return said
    .split('\n')
    .filter((line) => /\b(warning|error)\b/i.test(line) && !/\b0 (warnings|errors)\b/.test(line));
}

/** A request and its response: `GET /products/1`, header fields, an empty line, and the body. */
function exchangeIn(text) {
  const [request, response] = text.split(/\n\n(?=HTTP\/)/).map((message) => message.trim());
  const { first, ...asked } = messageIn(request);
  const { first: statusLine, ...answered } = messageIn(response);
  const [method, path] = first.split(' ');
  return { method, path, ...asked, expected: { status: Number(statusLine.split(' ')[1]), ...answered } };
}

function messageIn(text) {
  const [head, body] = text.split('\n\n');
  const [first, ...fields] = head.split('\n');
  return { first, headers: Object.fromEntries(fields.map((field) => field.split(/: (.*)/))), body };
}

async function askAll(url, server) {
  await whenItAnswers(url, server);
  assert.deepEqual(
    EXCHANGES.map(({ expected }) => expected.status),
    [200, 304, 200, 412],
  );
  for (const { method, path, headers, body, expected } of EXCHANGES) {
    const type = body ? { 'content-type': 'application/json' } : {};
    const response = await fetch(url + path, { method, headers: { ...headers, ...type }, body });
    const what = `${method} ${path} ${JSON.stringify(headers)}`;
    assert.equal(response.status, expected.status, what);
    assert.equal(response.headers.get('etag'), expected.headers.ETag, what);
    const said = await response.text();
    if (expected.body) assert.equal(said, expected.body, what);
  }
  // Step 4: a write without a precondition.
  const unguarded = await fetch(`${url}/products/101`, { method: 'PUT' });
  assert.equal(unguarded.status, 428);
}

/** The OpenAPI document is valid, and has the conditional requests of the steps. */
async function checkDocument(text) {
  const result = await validate(JSON.parse(text));
  assert.ok(result.valid, result.valid ? '' : compileErrors(result));
  const { get, put } = JSON.parse(text).paths['/products/{id}'];
  assert.ok(get.responses['304'], 'GET has no 304');
  for (const status of ['412', '428']) assert.ok(put.responses[status], `PUT has no ${status}`);
  const ifMatch = put.parameters.find(({ name }) => name.toLowerCase() === 'if-match');
  assert.equal(ifMatch?.required, true);
}
