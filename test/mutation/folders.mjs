/** The folders of src that are mutated, each with the tests that hold it. */
import { readdirSync } from 'node:fs';

/** Folders of tests, or files. */
const TESTS = {
  rfc9110: ['test/rfc9110'],
  versioned: ['test/versioned', 'test/http/writes', 'test/http/entities', 'test/http/handlers'],
  // The quickest first: the first test that fails ends the run of a mutant.
  request: [
    'test/request',
    'test/http/decisions',
    'test/http/rules/rules.spec.ts',
    'test/http/writes',
    'test/http/errors',
    'test/http/current-state',
    'test/http/reads',
    'test/http/handlers',
    'test/http/undecorated',
    'test/http/streams',
    'test/http/proxies',
    'test/http/variants',
    'test/http/compressors',
    'test/http/ranges',
    'test/http/interceptors',
    'test/http/entities',
    'test/http/filters',
  ],
};

/** They try what no single line is about: that time is linear, that nothing throws, and requests at random. */
const LONG = new Set(['total.spec.ts', 'property.spec.ts']);

/** Tests of what each platform has a way of its own to do. */
const ON_EACH = /^test\/http\/(?:streams\/replaced-streams|variants\/codings|writes\/already-applied)\.spec/;

/** What platforms share is tried on the first of them, and without an interceptor around: the others would say the same. */
export const isRepeated = (name) =>
  !ON_EACH.test(name) &&
  /\bon (?:fastify|node|every adapter)\b|in another process|, within an interceptor/.test(name);

export const FOLDERS = Object.keys(TESTS);

/** What this process is about. */
export const folder = process.env['MUTATE'] ?? FOLDERS[0];

export const tests = (TESTS[folder] ?? []).flatMap((path) =>
  path.endsWith('.ts')
    ? [path]
    : readdirSync(path)
        .filter((name) => name.endsWith('.spec.ts') && !LONG.has(name))
        .map((name) => `${path}/${name}`),
);
