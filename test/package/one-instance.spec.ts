/** The package is one, however it is loaded: decorators, metadata keys, injection tokens and exceptions. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ADAPTERS } from '../support/adapters.js';

interface Report {
  readonly specifiers: readonly string[];
  readonly different: readonly string[];
  readonly applications: readonly {
    readonly adapter: string;
    readonly decorators: string;
    readonly module: string;
    readonly result: readonly unknown[];
  }[];
}

const FIXTURE = fileURLToPath(new URL('../fixtures/loaded-twice.mjs', import.meta.url));

describe('a process that loads the package by import and by require()', () => {
  let report: Report;
  beforeAll(() => {
    // Where Node says that require() of an ES module is experimental, that is none of our business.
    const output = execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', FIXTURE], {
      encoding: 'utf8',
    });
    report = JSON.parse(output) as Report;
  });

  it('has the same objects from both, at every entry point', () => {
    expect(report.specifiers).toEqual(
      expect.arrayContaining(['nestjs-etag', 'nestjs-etag/rfc9110', 'nestjs-etag/typeorm']),
    );
    expect(report.different).toEqual([]);
  });

  function resultOf(...asked: readonly string[]): readonly unknown[] | undefined {
    return report.applications.find(({ adapter, decorators, module }) =>
      [adapter, decorators, module].every((value, index) => value === asked[index]),
    )?.result;
  }

  const kinds: [string, string][] = [
    ['imported', 'required'],
    ['required', 'imported'],
    // What jest loads, by itself.
    ['commonjs', 'commonjs'],
  ];

  describe.each(ADAPTERS)('on $name', ({ name }) => {
    it.each(kinds)('decorators %s, module %s: a tag, 304, 200 and 412', (decorators, module) => {
      expect(resultOf(name, decorators, module)).toEqual([
        expect.stringMatching(/^"[\w-]{43}"$/),
        304,
        200,
        412,
      ]);
    });

    it('decorators of one copy, module of another: refused at start-up', () => {
      expect(resultOf(name, 'commonjs', 'imported')).toEqual([
        expect.stringMatching(
          /^EtagModule is imported, but not for ThingsController.*two copies of nestjs-etag/,
        ),
      ]);
    });
  });
});
