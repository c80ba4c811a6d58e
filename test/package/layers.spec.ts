import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const src = join(dirname(fileURLToPath(import.meta.url)), '../../src');
const { peerDependencies, peerDependenciesMeta } = JSON.parse(
  readFileSync(join(src, '../package.json'), 'utf8'),
) as {
  peerDependencies: Record<string, string>;
  peerDependenciesMeta: Record<string, { optional?: boolean }>;
};

/** From the bottom up: a folder may import from those before it. `.` is the module itself, and index.ts. */
const LAYERS = [
  'rfc9110',
  'util',
  'options',
  'metadata',
  'tags',
  'exceptions',
  'versioned',
  'ranges',
  'request',
  'remembered',
  'server-response',
  'express',
  'fastify',
  'node',
  'interceptors',
  'filters',
  'decorators',
  'routes',
  '.',
];

/** Subpaths with a library of their own: they may import from every layer, and none imports from them. */
const INTEGRATIONS: string[] = [
  'drizzle',
  'metrics',
  'mikro-orm',
  'mongoose',
  'prisma',
  'schematics',
  'sequelize',
  'sql',
  'swagger',
  'testing',
  'typeorm',
];

/** Commands: they may import from every layer and from these integrations, and nothing imports from them. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = { check: ['testing'] };

/** What index.ts may pull in, because every Nest application has it. */
const PACKAGES = new Set(
  Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta[name]?.optional),
);

interface SourceFile {
  /** Relative to src, with forward slashes. */
  readonly path: string;
  readonly imports: readonly string[];
}

function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : '.';
}

function importsIn(text: string): string[] {
  const code = text.replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '');
  return [...code.matchAll(/\b(?:from|import|require)\s*\(?\s*(['"`])(.*?)\1/g)].map((match) => match[2]!);
}

function targetOf({ path }: SourceFile, specifier: string): string {
  return posix.join(posix.dirname(path), specifier);
}

/** Why a file may not import what it imports; empty where it may. */
function violations(file: SourceFile): string[] {
  return file.imports.flatMap((specifier) => {
    const reason = specifier.startsWith('.') ? upwards(file, specifier) : foreign(file, specifier);
    return reason ? [`${file.path} imports ${specifier}: ${reason}`] : [];
  });
}

function upwards(file: SourceFile, specifier: string): string | undefined {
  const [from, to] = [folderOf(file.path), folderOf(targetOf(file, specifier))];
  if (from === to) return undefined;
  if (to in COMMANDS) return 'nothing imports from a command';
  if (COMMANDS[from]?.includes(to)) return undefined;
  if (INTEGRATIONS.includes(to)) return 'nothing imports from an integration';
  if ((INTEGRATIONS.includes(from) || from in COMMANDS) && to !== '.') return undefined;
  return LAYERS.slice(0, LAYERS.indexOf(from)).includes(to) ? undefined : `${from} is not above ${to}`;
}

function foreign({ path }: SourceFile, specifier: string): string | undefined {
  if (folderOf(path) === 'rfc9110') return 'the core imports nothing';
  if (specifier.startsWith('node:')) return undefined;
  if (folderOf(path) in COMMANDS) return 'it runs without any library';
  if (INTEGRATIONS.includes(folderOf(path))) return undefined;
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  return PACKAGES.has(name) ? undefined : 'not every application has it';
}

/** The files of one cycle, in order; empty where there is none. */
function cycleIn(importsOf: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const visit = (path: string, way: readonly string[]): string[] => {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
    if (done.has(path)) return [];
    const found = (importsOf.get(path) ?? []).map((next) => visit(next, [...way, path]));
    done.add(path);
    return found.find(({ length }) => length > 0) ?? [];
  };
  const cycles = [...importsOf.keys()].map((path) => visit(path, []));
  return cycles.find(({ length }) => length > 0) ?? [];
}

const files: SourceFile[] = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({
    path: path.split(sep).join('/'),
    imports: importsIn(readFileSync(join(src, path), 'utf8')),
  }));

describe('the layers of src', () => {
  it('have a place for every folder, and a folder for every place', () => {
    expect([...new Set(files.map(({ path }) => folderOf(path)))].toSorted()).toEqual(
      [...LAYERS, ...INTEGRATIONS, ...Object.keys(COMMANDS)].toSorted(),
    );
  });

  it.each(files.map((file) => [file.path, file] as const))('%s imports from below only', (_, file) => {
    expect(violations(file)).toEqual([]);
  });

  it('import files that exist, under the names they have', () => {
    const known = new Set(files.map(({ path }) => path));
    const targets = files.flatMap((file) =>
      file.imports
        .filter((specifier) => specifier.startsWith('.'))
        .map((specifier) => targetOf(file, specifier).replace(/\.js$/, '.ts')),
    );
    expect(targets.length).toBeGreaterThan(files.length);
    expect(targets.filter((target) => !known.has(target))).toEqual([]);
  });

  it('have no cycle of imports, of types neither', () => {
    const importsOf = new Map(
      files.map((file) => [
        file.path,
        file.imports
          .filter((specifier) => specifier.startsWith('.'))
          .map((specifier) => targetOf(file, specifier).replace(/\.js$/, '.ts')),
      ]),
    );
    expect(cycleIn(importsOf)).toEqual([]);
  });

  it('show no integration in index.ts', () => {
    const index = files.find(({ path }) => path === 'index.ts')!;
    const folders = index.imports.map((specifier) => folderOf(targetOf(index, specifier)));
    expect(folders.length).toBeGreaterThan(0);
    expect(folders.filter((folder) => !LAYERS.includes(folder))).toEqual([]);
  });
});

describe('this test', () => {
  it.each([
    ['tags/body-hash.ts', "import type { Exchange } from '../request/exchange.js';"],
    ['rfc9110/evaluate.ts', "import { hash } from 'node:crypto';"],
    ['rfc9110/evaluate.ts', "export * from '../options/tag.interface.js';"],
    ['filters/precondition.filter.ts', "const late = await import('../routes/route-setup.js');"],
    ['routes/route-setup.ts', "import {\n  EtagModule,\n} from '../etag.module.js';"],
    ['fastify/fastify.platform.ts', "import fastify from 'fastify';"],
    ['express/express.platform.ts', "import { ExpressAdapter } from '@nestjs/platform-express';"],
    ['options/settings.ts', "import '../elsewhere/side-effect.js';"],
    ['options/settings.ts', "import { QueryFailedError } from 'typeorm';"],
    ['testing/conditional.ts', "import { run } from '../check/command.js';"],
    ['check/command.ts', "import { Module } from '@nestjs/common';"],
    ['check/command.ts', "import { TypeOrmAdapter } from '../typeorm/index.js';"],
    ['versioned/versioned-repository.ts', "import { TypeOrmAdapter } from '../typeorm/index.js';"],
  ])('sees that %s must not %s', (path, text) => {
    expect(violations({ path, imports: importsIn(text) })).toHaveLength(1);
  });

  it('sees a cycle', () => {
    const importsOf = new Map([
      ['a.ts', ['b.ts']],
      ['b.ts', ['c.ts']],
      ['c.ts', ['b.ts']],
    ]);
    expect(cycleIn(importsOf)).toEqual(['b.ts', 'c.ts', 'b.ts']);
  });

  it('reads code, not examples in comments', () => {
    expect(importsIn("/**\n * import { ETag } from 'nestjs-etag';\n */\n// from 'x'\nconst y = 1;")).toEqual(
      [],
    );
  });
});
