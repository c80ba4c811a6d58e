/** The folders of src that are mutated, each with the tests that hold it. */
import { readdirSync } from 'node:fs';

/** Folders of tests, or files. */
const TESTS = {
  rfc9110: ['test/rfc9110'],
  versioned: ['test/versioned', 'test/http/writes', 'test/http/entities', 'test/http/handlers'],
  request: [
    'test/http/reads',
    'test/http/writes',
    'test/http/errors',
    'test/http/current-state',
    'test/http/rules/rules.spec.ts',
  ],
};

/** They try what no single line is about: that time is linear, and that nothing throws. */
const LONG = new Set(['total.spec.ts']);

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
