/** `nest add nestjs-etag`: which file of a project is changed, and what is said of it. */
import type { RuleFactory } from '@angular-devkit/schematics';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { nestAdd, type NestAddOptions } from '../../src/schematics/nest-add.js';
import { ORMS } from '../../src/schematics/orms.js';
import type { Task } from '../../src/schematics/tree.interface.js';
import { MemoryTree } from './memory-tree.js';

const MAIN = `import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';

async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  await app.listen(3000);
}
void bootstrap();
`;
const APP = `import { Module } from '@nestjs/common';

@Module({
  imports: [],
})
export class AppModule {}
`;
const CHANGED = `import { Module } from '@nestjs/common';
import { EtagModule } from 'nestjs-etag';

@Module({
  imports: [EtagModule.forRoot()],
})
export class AppModule {}
`;
const PACKAGE = JSON.stringify({ dependencies: { '@nestjs/core': '^11.0.1' } });
const PROJECT = { 'package.json': PACKAGE, 'src/main.ts': MAIN, 'src/app.module.ts': APP };

let said: string[];
let tasks: object[];
beforeEach(() => {
  said = [];
  tasks = [];
});

const say = (message: string) => void said.push(message);
const context = {
  logger: { info: say, warn: say },
  addTask: (task: Task) => tasks.push(task.toConfiguration()),
};

// The compiler sees that it takes what the Nest CLI hands to it.
nestAdd satisfies RuleFactory<NestAddOptions>;

/** What became of the files. */
function result(files: Record<string, string>, options: NestAddOptions = {}): Record<string, string> {
  const tree = new MemoryTree({ ...files });
  nestAdd(options)(tree, context);
  return tree.files;
}

describe('nest add nestjs-etag', () => {
  it('imports the module, and a second time nothing', () => {
    const once = result(PROJECT, { sourceRoot: 'src' });
    expect(once).toEqual({ ...PROJECT, 'src/app.module.ts': CHANGED });
    expect(result(once)).toEqual(once);
    expect(said).toEqual([
      'AppModule imports EtagModule (src/app.module.ts).',
      'src/app.module.ts imports EtagModule already.',
    ]);
    expect(tasks).toEqual([]);
  });

  it.each([
    ['forRootAsync()', CHANGED.replace('forRoot()', 'forRootAsync({ useFactory: () => ({}) })')],
    ['another name', CHANGED.replace('{ EtagModule', '{ EtagModule as Tags').replace('EtagModule.', 'Tags.')],
  ])('leaves %s in another module alone', (_, text) => {
    const files = { ...PROJECT, 'src/core/core.module.ts': text };
    expect(result(files)).toEqual(files);
    expect(said).toEqual(['src/core/core.module.ts imports EtagModule already.']);
  });

  it.each([
    ['a test', 'src/app.spec.ts', CHANGED],
    ['a declaration', 'src/app.d.ts', CHANGED],
    ['an installed package', 'src/node_modules/a/index.ts', CHANGED],
    ['a comment', 'src/contest.ts', '// EtagModule.forRoot()'],
  ])('does not take %s for the application', (_, path, text) => {
    expect(result({ ...PROJECT, [path]: text })['src/app.module.ts']).toBe(CHANGED);
  });
});

describe('the root module', () => {
  const named = (text: string) => text.replace('AppModule {}', 'ShopModule {}');

  it.each([
    [
      'with .js',
      "import { ShopModule } from './shop/shop.module.js';",
      'ShopModule',
      'src/shop/shop.module.ts',
    ],
    ['from src', "import { ShopModule } from 'src/shop.module';", 'ShopModule', 'src/shop.module.ts'],
    ['of a folder', "import { ShopModule } from './shop';", 'ShopModule', 'src/shop/index.ts'],
    ['by another name', "import { ShopModule as App } from './shop';", 'App', 'src/shop/index.ts'],
    ['by default', "import Shop from './shop';", 'Shop', 'src/shop/index.ts'],
    [
      'that is dynamic',
      "import { ShopModule } from './shop';",
      'ShopModule.of({ a: 1 })',
      'src/shop/index.ts',
    ],
  ])('%s', (_, statement, argument, path) => {
    const main = MAIN.replace(/import \{ AppModule.*/, statement).replace(
      'create(AppModule',
      `create<X>(${argument}`,
    );
    const files = { 'src/main.ts': main, [path]: named(APP), 'src/app.module.ts': APP };
    expect(result(files)).toEqual({ ...files, [path]: named(CHANGED) });
    expect(said).toEqual([expect.stringContaining(path)]);
  });

  it('in main.ts itself', () => {
    const main = `${named(APP)}\nvoid NestFactory.createApplicationContext(ShopModule);\n`;
    expect(result({ 'src/main.ts': main })['src/main.ts']).toBe(main.replace(named(APP), named(CHANGED)));
  });

  it.each([
    ['says nothing of it', 'export {};'],
    ['leads elsewhere', MAIN.replace('./app.module', '@app/module')],
    ['starts what a function returns', MAIN.replace('create(AppModule', 'create(await load()(1)[0]')],
  ])('is in app.module.ts where main.ts %s', (_, main) => {
    expect(result({ ...PROJECT, 'src/main.ts': main })['src/app.module.ts']).toBe(CHANGED);
  });

  it('is in app.module.ts where there is no main.ts', () => {
    expect(result({ 'src/app.module.ts': APP })['src/app.module.ts']).toBe(CHANGED);
  });
});

describe('a monorepo', () => {
  const [shop, admin] = ['apps/shop/src/app.module.ts', 'apps/admin/src/admin.module.ts'];
  const files = {
    'nest-cli.json': JSON.stringify({
      sourceRoot: 'apps/shop/src',
      projects: {
        shop: { sourceRoot: 'apps/shop/src' },
        admin: { sourceRoot: 'apps/admin/src', entryFile: 'start' },
      },
    }),
    'apps/shop/src/main.ts': MAIN,
    [shop]: APP,
    'apps/admin/src/start.ts': MAIN.replace('./app.module', './admin.module'),
    [admin]: APP,
  };

  it.each([
    ['the default', {}, shop],
    ["a project's folder, as the Nest CLI passes it", { sourceRoot: 'apps/admin/src' }, admin],
    ['a project', { project: 'admin' }, admin],
    ['both', { project: 'admin', sourceRoot: 'apps/shop/src' }, admin],
  ])('%s', (_, options, path) => {
    expect(result(files, options)).toEqual({ ...files, [path]: CHANGED });
  });

  it('has no such project', () => {
    expect(() => result(files, { project: 'blog' })).toThrow(
      'nest-cli.json has no project blog. It has: shop, admin. Nothing was changed.',
    );
    expect(() => result(PROJECT, { project: 'blog' })).toThrow('It has: none.');
  });
});

describe('--orm typeorm', () => {
  const both = CHANGED.replace(
    OURS(),
    `${OURS()}\nimport { EtagTypeOrmModule } from 'nestjs-etag/typeorm';`,
  ).replace('forRoot()', 'forRoot(), EtagTypeOrmModule.forFeature([])');
  const installed = (packages: object) => ({ ...PROJECT, 'package.json': JSON.stringify(packages) });
  const orm = 'typeorm';

  function OURS(): string {
    return "import { EtagModule } from 'nestjs-etag';";
  }

  it('imports both modules, and a second time nothing', () => {
    const once = result(PROJECT, { orm });
    expect(once['src/app.module.ts']).toBe(both);
    expect(result(once, { orm })).toEqual(once);
    expect(said).toContain('AppModule imports EtagTypeOrmModule (src/app.module.ts).');
    expect(said.at(-1)).toBe(ORMS['typeorm']!.next);
  });

  it('imports what is missing of them', () => {
    const files = { ...PROJECT, 'src/app.module.ts': CHANGED };
    expect(result(files, { orm })['src/app.module.ts']).toBe(both);
  });

  it('leaves the modules alone that have entities', () => {
    const users = CHANGED.replaceAll('EtagModule', 'EtagTypeOrmModule').replace(
      "'nestjs-etag'",
      "'nestjs-etag/typeorm'",
    );
    const files = { ...PROJECT, 'src/users.module.ts': users };
    expect(result(files, { orm })).toEqual({ ...files, 'src/app.module.ts': CHANGED });
  });

  const install = (packageName: string) => [
    { name: 'node-package', options: { command: 'install', packageName, quiet: true, hideOutput: true } },
  ];

  it.each([
    ['both packages, for the Nest of the project', PACKAGE, install('@nestjs/typeorm@11 typeorm')],
    [
      'one of them',
      '{"dependencies":{"@nestjs/core":"~12.1.0"},"devDependencies":{"typeorm":"1"}}',
      install('@nestjs/typeorm@12'),
    ],
    [
      'the latest where the Nest is not known',
      '{"dependencies":{"typeorm":"1"}}',
      install('@nestjs/typeorm@latest'),
    ],
    ['none that are there', '{"dependencies":{"typeorm":"1","@nestjs/typeorm":"12"}}', []],
  ])('installs %s', (_, packages, expected) => {
    result(installed(JSON.parse(packages) as object), { orm });
    expect(tasks).toEqual(expected);
  });

  it('names the packages where nothing is to be installed', () => {
    result(PROJECT, { orm, skipInstall: true });
    expect(tasks).toEqual([]);
    expect(said).toContainEqual(
      expect.stringMatching(
        /^Please install what is missing: @nestjs\/typeorm@11 typeorm \(.+#nest-add-packages\)$/,
      ),
    );
  });

  it('installs both where there is no package.json', () => {
    result({ 'src/app.module.ts': APP }, { orm });
    expect(tasks).toEqual(install('@nestjs/typeorm@latest typeorm'));
  });

  it.each(['sequel', 'toString'])('does not know --orm %s', (name) => {
    expect(() => result(PROJECT, { orm: name })).toThrow(
      `--orm ${name} is not known. It can be: ${Object.keys(ORMS).join(', ')}. Nothing was changed.`,
    );
  });
});

describe.each(Object.entries(ORMS))('--orm %s', (orm, { module, packages, next }) => {
  it('has its module imported, where that needs no client, and says what is left to do', () => {
    const root = result(PROJECT, { orm })['src/app.module.ts']!;
    expect(
      root.includes(`imports: [EtagModule.forRoot()${module ? `, ${module.name}.${module.call}` : ''}]`),
    ).toBe(true);
    expect(root.includes(`from '${module?.from}'`)).toBe(module !== undefined);
    expect(said.at(-1)).toBe(next);
  });

  it('has its packages installed', () => {
    result(PROJECT, { orm });
    const named = packages.map((name) => name.replace('{nest}', '11')).join(' ');
    expect(tasks.map((task) => (task as { options: { packageName: string } }).options.packageName)).toEqual(
      named === '' ? [] : [named],
    );
  });
});

describe('what it cannot change', () => {
  const byHand = `

  import { EtagModule } from 'nestjs-etag';
  import { EtagTypeOrmModule } from 'nestjs-etag/typeorm';

  @Module({ imports: [EtagModule.forRoot(), EtagTypeOrmModule.forFeature([])] })
`;

  it.each([
    [
      'a spread',
      { 'src/app.module.ts': APP.replace('imports: []', '...base') },
      'src/app.module.ts was left as it is: its @Module() has a spread, which may have imports of its own. Please add this to it by hand:',
    ],
    [
      'nothing there',
      { 'src/main.ts': MAIN },
      'The root module below src was left as it is: neither src/main.ts nor src/app.module.ts leads to it. Please add this to it by hand:',
    ],
  ])('%s: it says what to write', (_, files, message) => {
    const tree = new MemoryTree({ 'package.json': PACKAGE, ...files });
    expect(() => nestAdd({ orm: 'typeorm' })(tree, context)).toThrow(message + byHand);
    expect(tree.written).toEqual([]);
    expect(tasks).toEqual([]);
  });

  it('what is wrong with the project itself is not hidden', () => {
    const tree = new MemoryTree({ ...PROJECT });
    tree.overwrite = () => {
      throw new Error('read-only');
    };
    expect(() => nestAdd({})(tree, context)).toThrow(/^read-only$/);
  });

  it('anything, without a TypeScript', () => {
    const [folder, program] = [jest.spyOn(process, 'cwd').mockReturnValue('/'), process.argv[1]!];
    process.argv[1] = '/nest.js';
    try {
      expect(() => result(PROJECT)).toThrow(
        'The root module below src was left as it is: neither the project nor the Nest CLI has a TypeScript that can read it.',
      );
    } finally {
      folder.mockRestore();
      process.argv[1] = program;
    }
  });
});
