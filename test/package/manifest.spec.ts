import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const root = new URL('../../', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
  [key: string]: unknown;
  exports: Record<string, string | Record<string, Record<string, string>>>;
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
    // Those that are too large have a folder of their own.
    const orms = JSON.parse(readFileSync(new URL('orms/package.json', root), 'utf8')) as typeof manifest;
    const tested = { ...manifest.devDependencies, ...orms.devDependencies };
    const missing = Object.keys(manifest.peerDependencies).filter((name) => !tested[name]);
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

  it('ships the build, the changelog, and the files that messages and docs link to', () => {
    expect(manifest['files']).toEqual(['dist', 'docs/errors.md', 'docs/metrics', 'CHANGELOG.md']);
  });

  it('has an entry point for each index.ts of src, by import and by require', () => {
    const { '.': main, ...others } = entryPoints();
    expect(manifest.exports).toEqual({
      '.': main,
      ...others,
      './package.json': './package.json',
    });
    expect(manifest).toMatchObject({ main: './dist/cjs/index.js', types: './dist/cjs/index.d.ts' });
  });

  it("leads TypeScript's old resolution to each of them", () => {
    const folders = Object.keys(entryPoints()).filter((subpath) => subpath !== '.');
    const paths = folders.map((subpath) => [subpath.slice(2), [`./dist/cjs/${subpath.slice(2)}/index.d.ts`]]);
    expect(manifest['typesVersions']).toEqual({ '*': Object.fromEntries(paths) as object });
  });

  it('names types first and what is for all last, since the first condition that applies wins', () => {
    const conditions = Object.values(manifest.exports).filter((target) => typeof target !== 'string');
    expect(conditions.length).toBeGreaterThan(0);
    for (const target of conditions) {
      expect(Object.keys(target)).toEqual(['import', 'require']);
      for (const condition of Object.values(target)) {
        expect([Object.keys(condition)[0], Object.keys(condition).at(-1)]).toEqual(['types', 'default']);
      }
    }
  });

  const targets = Object.entries(manifest.exports).flatMap(([subpath, target]) =>
    filesIn(target).map((file) => [subpath, file] as const),
  );

  it.each(targets)('%s points at %s, which the build makes', (_, file) => {
    expect(existsSync(new URL(file, root))).toBe(true);
  });

  it('has a CommonJS file for each ES module of the build', () => {
    const filesOf = (folder: string) =>
      readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(js|d\.ts)$/.test(name) && !name.startsWith('cjs'))
        .toSorted();
    expect(filesOf('dist').length).toBeGreaterThan(100);
    expect(filesOf('dist/cjs')).toEqual(filesOf('dist'));
  });
});

/** By import the ES module; by require the same one where Node or a bundler can take it, or else the CommonJS file. */
function entryPoints(): Record<string, object> {
  const folders = readdirSync(new URL('src', root), { recursive: true, encoding: 'utf8' })
    .filter((name) => /(^|\/)index\.ts$/.test(name))
    .map((name) => name.slice(0, -'index.ts'.length));
  const entries = folders.map((folder) => {
    const module = `./dist/${folder}index.js`;
    const require = {
      types: `./dist/cjs/${folder}index.d.ts`,
      'module-sync': module,
      module,
      default: `./dist/cjs/${folder}index.js`,
    };
    const subpath = folder ? `./${folder.slice(0, -1)}` : '.';
    return [subpath, { import: { types: `./dist/${folder}index.d.ts`, default: module }, require }];
  });
  return Object.fromEntries(entries) as Record<string, object>;
}

function filesIn(target: unknown): string[] {
  return typeof target === 'string' ? [target] : Object.values(target as object).flatMap(filesIn);
}
