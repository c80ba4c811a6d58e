/** Every form of a root module: what is added, and that nothing else is touched. */
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { withImport } from '../../src/schematics/module-edit.js';
import { NotUnderstood } from '../../src/schematics/not-understood.js';

const ETAG = { name: 'EtagModule', from: 'nestjs-etag', call: 'forRoot()' };
const NEST = "import { Module } from '@nestjs/common';";
const OURS = "import { EtagModule } from 'nestjs-etag';";

const added = (text: string) => withImport(ts, text, 'AppModule', ETAG);
const moduleOf = (metadata: string, imports: string) =>
  `${imports}\n\n@Module(${metadata})\nexport class AppModule {}\n`;

describe('the imports of a module', () => {
  it.each([
    ['an empty object', '{}', '{ imports: [EtagModule.forRoot()] }'],
    ['an empty object with a space', '{ }', '{ imports: [EtagModule.forRoot()] }'],
    ['an empty object of two lines', '{\n}', '{\n  imports: [EtagModule.forRoot()],\n}'],
    ['an empty list', '{ imports: [] }', '{ imports: [EtagModule.forRoot()] }'],
    ['an empty list with a space', '{ imports: [ ] }', '{ imports: [EtagModule.forRoot()] }'],
    ['a comment in a list', '{ imports: [/* none */] }', '{ imports: [/* none */EtagModule.forRoot()] }'],
    ['one line', '{ imports: [A] }', '{ imports: [A, EtagModule.forRoot()] }'],
    ['one line with a comma', '{ imports: [A, B,] }', '{ imports: [A, B, EtagModule.forRoot(),] }'],
    ['a spread', '{ imports: [...all] }', '{ imports: [...all, EtagModule.forRoot()] }'],
    ['a key in quotes', "{ 'imports': [A] }", "{ 'imports': [A, EtagModule.forRoot()] }"],
    ['as const', '{ imports: [A] as const }', '{ imports: [A, EtagModule.forRoot()] as const }'],
    ['parentheses', '{ imports: ([A]) }', '{ imports: ([A, EtagModule.forRoot()]) }'],
    [
      'satisfies',
      '{ imports: [A] satisfies unknown[] }',
      '{ imports: [A, EtagModule.forRoot()] satisfies unknown[] }',
    ],
    ['a constant', '{ imports: ALL }', '{ imports: [...ALL, EtagModule.forRoot()] }'],
    ['a call', '{ imports: all(1) }', '{ imports: [...all(1), EtagModule.forRoot()] }'],
    ['a condition', '{ imports: a ? [A] : [] }', '{ imports: [...a ? [A] : [], EtagModule.forRoot()] }'],
    ['a shorthand', '{ imports }', '{ imports: [...imports, EtagModule.forRoot()] }'],
    ['a spread beside them', '{ ...x, imports: [A] }', '{ ...x, imports: [A, EtagModule.forRoot()] }'],
    [
      'a line each',
      '{\n  imports: [\n    A,\n  ],\n}',
      '{\n  imports: [\n    A,\n    EtagModule.forRoot(),\n  ],\n}',
    ],
    [
      'a line each, without the last comma',
      '{\n  imports: [\n    A\n  ]\n}',
      '{\n  imports: [\n    A,\n    EtagModule.forRoot()\n  ]\n}',
    ],
    [
      'a comment behind the last',
      '{\n  imports: [\n    A // a, b\n  ]\n}',
      '{\n  imports: [\n    A, // a, b\n    EtagModule.forRoot()\n  ]\n}',
    ],
    [
      'a comment behind the last comma',
      '{\n  imports: [\n    A, // a\n  ]\n}',
      '{\n  imports: [\n    A, // a\n    EtagModule.forRoot(),\n  ]\n}',
    ],
    [
      'a comment alone',
      '{\n  imports: [\n    // none yet\n  ]\n}',
      '{\n  imports: [\n    // none yet\n    EtagModule.forRoot(),\n  ]\n}',
    ],
    [
      'a last one of several lines',
      '{\n  imports: [A.forRoot({\n    b: 1,\n  })],\n}',
      '{\n  imports: [A.forRoot({\n    b: 1,\n  }), EtagModule.forRoot()],\n}',
    ],
    [
      'tabs',
      '{\n\timports: [\n\t\tA.forRoot({\n\t\t\tb: 1,\n\t\t}),\n\t],\n}',
      '{\n\timports: [\n\t\tA.forRoot({\n\t\t\tb: 1,\n\t\t}),\n\t\tEtagModule.forRoot(),\n\t],\n}',
    ],
    [
      'four spaces and an empty list',
      '{\n    imports: [\n    ],\n}',
      '{\n    imports: [\n        EtagModule.forRoot(),\n    ],\n}',
    ],
    [
      'no imports',
      '{\n    controllers: [A],\n}',
      '{\n    imports: [EtagModule.forRoot()],\n    controllers: [A],\n}',
    ],
    [
      'no imports, and a comment above the first property',
      '{ // all\n  // what answers\n  controllers: [A],\n}',
      '{ // all\n  imports: [EtagModule.forRoot()],\n  // what answers\n  controllers: [A],\n}',
    ],
    [
      'no imports, in one line',
      '{ controllers: [A] }',
      '{ imports: [EtagModule.forRoot()], controllers: [A] }',
    ],
  ])('%s', (_, before, after) => {
    expect(added(moduleOf(before, NEST))).toBe(moduleOf(after, `${NEST}\n${OURS}`));
  });
});

describe('the import of the class', () => {
  it.each([
    ['without a semicolon', NEST.slice(0, -1), `${NEST.slice(0, -1)}\n${OURS.slice(0, -1)}`],
    [
      'beside one without a name',
      `import 'reflect-metadata';\n${NEST}`,
      `import 'reflect-metadata';\n${NEST}\n${OURS}`,
    ],
    ['in double quotes', NEST.replaceAll("'", '"'), `${NEST}\n${OURS}`.replaceAll("'", '"')],
    ['before the files', `${NEST}\nimport { A } from './a';`, `${NEST}\n${OURS}\nimport { A } from './a';`],
    [
      'behind the last package, and its comment',
      `import { A } from './a';\n${NEST} // Nest\nimport { B } from './b';`,
      `import { A } from './a';\n${NEST} // Nest\n${OURS}\nimport { B } from './b';`,
    ],
    [
      'beside what the package has been used for',
      `${NEST}\nimport { ETag } from 'nestjs-etag';`,
      `${NEST}\nimport { ETag, EtagModule } from 'nestjs-etag';`,
    ],
    [
      'on a line of its own',
      `${NEST}\nimport {\n  ETag,\n  NoETag,\n} from 'nestjs-etag';`,
      `${NEST}\nimport {\n  ETag,\n  NoETag,\n  EtagModule,\n} from 'nestjs-etag';`,
    ],
    [
      'not among types',
      `${NEST}\nimport type { ExpectedVersion } from 'nestjs-etag';`,
      `${NEST}\nimport type { ExpectedVersion } from 'nestjs-etag';\n${OURS}`,
    ],
    [
      'not beside all of it',
      `${NEST}\nimport * as etag from 'nestjs-etag';`,
      `${NEST}\nimport * as etag from 'nestjs-etag';\n${OURS}`,
    ],
    ['where it is there, not again', `${NEST}\n${OURS}`, `${NEST}\n${OURS}`],
  ])('%s', (_, before, after) => {
    const [from, to] = ['{ imports: [] }', '{ imports: [EtagModule.forRoot()] }'];
    expect(added(moduleOf(from, before))).toBe(moduleOf(to, after));
  });

  it('where it has another name, by that name', () => {
    const imports = `${NEST}\nimport { EtagModule as Tags } from 'nestjs-etag';`;
    expect(added(moduleOf('{ imports: [A] }', imports))).toBe(
      moduleOf('{ imports: [A, Tags.forRoot()] }', imports),
    );
  });

  it('ends lines as the file does, and keeps its byte order mark', () => {
    const before = `\uFEFF${moduleOf('{\n  controllers: [A],\n}', NEST)}`.replaceAll('\n', '\r\n');
    const after = moduleOf(
      '{\n  imports: [EtagModule.forRoot()],\n  controllers: [A],\n}',
      `${NEST}\n${OURS}`,
    );
    expect(added(before)).toBe(`\uFEFF${after}`.replaceAll('\n', '\r\n'));
  });
});

describe('the class', () => {
  const body = '{ imports: [EtagModule.forRoot()] }';

  it.each([
    ['an alias', "import { Module as M } from '@nestjs/common';", '@M({})\nclass AppModule {}'],
    ['a namespace', "import * as nest from '@nestjs/common';", '@nest.Module({})\nclass AppModule {}'],
    ['another decorator', NEST, '@Global()\n@Module({})\nclass AppModule {}'],
    ['the only module, of another name', NEST, '@Module({})\nexport default class {}\nclass AppModule {}'],
    ['its own among others', NEST, '@Module({})\nclass AppModule {}\n@Module({ imports: [] })\nclass A {}'],
  ])('%s', (_, imports, code) => {
    expect(added(`${imports}\n${code}\n`)).toBe(`${imports}\n${OURS}\n${code.replace('{}', body)}\n`);
  });
});

describe('what is not understood is left to its owner', () => {
  it.each([
    ['a constant', `${NEST}\n@Module(METADATA)\nclass AppModule {}`, /does not stand there as an object/],
    ['nothing', `${NEST}\n@Module()\nclass AppModule {}`, /does not stand there as an object/],
    ['a spread without imports', `${NEST}\n@Module({ ...base })\nclass AppModule {}`, /has a spread/],
    [
      'a function',
      `${NEST}\n@Module({ imports() {} })\nclass AppModule {}`,
      /neither a list nor an expression/,
    ],
    ['no module', 'export class AppModule {}', /has no class with @Module\(\)/],
    ["another library's", "import { Module } from 'x';\n@Module({})\nclass AppModule {}", /has no class/],
    [
      'two others',
      `${NEST}\n@Module({})\nclass A {}\n@Module({})\nclass B {}`,
      /2 classes, none of them AppModule/,
    ],
    [
      'another EtagModule',
      `${NEST}\nclass EtagModule {}\n@Module({})\nclass AppModule {}`,
      /has another EtagModule/,
    ],
    [
      'an import of another',
      `${NEST}\nimport { EtagModule } from './etag';\n@Module({})\nclass AppModule {}`,
      /has another EtagModule/,
    ],
    [
      'its type alone',
      `${NEST}\nimport { type EtagModule } from 'nestjs-etag';\n@Module({})\nclass AppModule {}`,
      /has another EtagModule/,
    ],
    ['a mistake', `${NEST}\n@Module({ imports: [ })\nclass AppModule {}`, /TypeScript says of it: .+/],
    [
      'a comment in the way',
      `${NEST}\n@Module({ /*\n*/\n  controllers: [A] })\nclass AppModule {}`,
      /in a form that this command does not know/,
    ],
  ])('%s', (_, text, reason) => {
    expect(() => added(text)).toThrow(reason);
    expect(() => added(text)).toThrow(NotUnderstood);
  });
});
