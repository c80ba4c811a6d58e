import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const root = new URL('../../', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
  [key: string]: unknown;
  exports: Record<string, string | Record<string, string>>;
  peerDependencies: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
  devDependencies: Record<string, string>;
};

describe('package.json', () => {
  it('asks for what every Nest application has, and brings nothing along', () => {
    const optional = manifest.peerDependenciesMeta ?? {};
    const required = Object.entries(manifest.peerDependencies).filter(([name]) => !optional[name]?.optional);
    expect(Object.fromEntries(required)).toEqual({
      '@nestjs/common': '^11.0.0 || ^12.0.0',
      '@nestjs/core': '^11.0.0 || ^12.0.0',
      'reflect-metadata': '^0.1.13 || ^0.2.0',
      rxjs: '^7.2.0',
    });
    expect(manifest).not.toHaveProperty('dependencies');
  });

  it('tests with every peer it names', () => {
    const missing = Object.keys(manifest.peerDependencies).filter((name) => !manifest.devDependencies[name]);
    expect(missing).toEqual([]);
  });

  it('is an ES module without side effects, for the Nodes that Nest 12 and require(esm) run on', () => {
    expect(manifest).toMatchObject({
      name: 'nestjs-etag',
      license: 'MIT',
      type: 'module',
      sideEffects: false,
      engines: { node: '^20.19 || ^22.12 || >=24' },
    });
  });

  it('ships the build and the changelog', () => {
    expect(manifest['files']).toEqual(['dist', 'CHANGELOG.md']);
  });

  it('names types first, since the first condition that applies wins', () => {
    const conditions = Object.values(manifest.exports).filter((target) => typeof target !== 'string');
    expect(conditions.length).toBeGreaterThan(0);
    for (const target of conditions) expect(Object.keys(target)).toEqual(['types', 'default']);
  });

  const targets = Object.entries(manifest.exports).flatMap(([subpath, target]) =>
    Object.values(typeof target === 'string' ? { file: target } : target).map((file) => [subpath, file]),
  ) as [string, string][];

  it.each(targets)('%s points at %s, which the build makes', (_, file) => {
    expect(existsSync(new URL(file, root))).toBe(true);
  });

  it('has an entry point for the module, the core and each library', () => {
    expect(Object.keys(manifest.exports)).toEqual(
      expect.arrayContaining(['.', './rfc9110', './typeorm', './package.json']),
    );
  });
});
