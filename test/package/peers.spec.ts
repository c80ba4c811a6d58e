/** Which versions of libraries are allowed, tested, and promised on the pages of the documentation. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { textOf } from '../docs/pages.js';

interface Manifest {
  readonly peerDependencies: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  readonly packages: Readonly<Record<string, Manifest>>;
};

/** The first version of each part of a range, as `test:peers` takes it. */
function firstOf(name: string): string[] {
  const parts = manifest.peerDependencies[name]!.split('||');
  return parts.map((part) => /\d+\.\d+\.\d+(?:-[\w.]+)?/.exec(part)![0]);
}

describe('the peers', () => {
  it('are the same in the lock file', () => {
    expect(lock.packages['']!.peerDependencies).toEqual(manifest.peerDependencies);
  });

  it.each([
    ['@prisma/client', 'docs/prisma.md'],
    ['drizzle-orm', 'docs/drizzle.md'],
    ['mongoose', 'docs/mongoose.md'],
  ])(
    'have %s, whose page names the first version of each line, and which is tested with them',
    (name, page) => {
      const versions = firstOf(name);
      expect(versions.length).toBeGreaterThan(1);
      for (const version of versions) {
        expect(textOf(page)).toContain(version);
        expect(textOf('scripts/test-orm-versions.mjs')).toContain(`('${version}'`);
      }
    },
  );
});
