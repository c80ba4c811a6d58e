// What the Nest CLI generates, and what is installed beside it.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('../../', import.meta.url);
const { packages } = JSON.parse(readFileSync(new URL('package-lock.json', ROOT), 'utf8'));
const locked = (...names) =>
  Object.fromEntries(names.map((name) => [name, packages[`node_modules/${name}`].version]));

const resolved = (path) => fileURLToPath(new URL(`node_modules/${path}`, ROOT));
const CLI_12 = resolved('@nestjs/cli/bin/nest.js');
const NEW = ['new', 'app', '--package-manager', 'npm', '--skip-git', '--skip-install'];
const SCHEMATICS_CLI = resolved('@angular-devkit/schematics-cli/bin/schematics.js');
const CJS = ['--name=app', '--type=cjs', '--package-manager=npm'];

const DATABASE = locked('typeorm', 'typeorm-pglite', '@electric-sql/pglite');
/** What the CLI 12 asks for where another builder than tsc is used; the CLI 11 brings its webpack along. */
const BUILDERS_OF_12 = {
  ...locked('@swc/core'),
  '@swc/cli': '^0.8.0',
  '@rspack/core': '^1.7.7',
  webpack: '^5.105.4',
  'webpack-node-externals': '^3.0.0',
  'tsconfig-paths-webpack-plugin': '^4.2.0',
  'fork-ts-checker-webpack-plugin': '^9.1.0',
  'ts-loader': '^9.5.4',
};
const NEST_12 = {
  builders: ['tsc', 'swc', 'webpack', 'rspack'],
  installed: {
    ...DATABASE,
    ...locked('@nestjs/typeorm', '@nestjs/platform-fastify', '@nestjs/swagger'),
    ...BUILDERS_OF_12,
  },
  // Its TypeScript 6 compiles by the oldest resolution only where it is told that this ends.
  ignoreDeprecations: '6.0',
};

/** jest can require() an ES module, of which Nest 12 consists, from here on. */
const [major, minor] = process.versions.node.split('.').map(Number);
const JEST_LOADS_NEST_12 = major > 24 || (major === 24 && minor >= 9);

export const KINDS = {
  11: {
    title: 'Nest 11, CommonJS, jest',
    command: ['npx', '-y', '@nestjs/cli@11', ...NEW],
    builders: ['tsc', 'swc', 'webpack', 'webpack --webpackPath one-file.webpack.js'],
    installed: {
      ...DATABASE,
      '@nestjs/typeorm': '^11.0.0',
      '@nestjs/platform-fastify': '^11.0.0',
      '@nestjs/swagger': '^11.0.0',
      ...locked('@swc/core'),
      '@swc/cli': '^0.7.0',
    },
    esm: false,
    followsReadme: true,
  },
  '12-esm': {
    title: 'Nest 12, ES modules, vitest',
    ...NEST_12,
    command: [process.execPath, CLI_12, ...NEW],
    // Nest's CLI refuses webpack for ES modules.
    builders: ['tsc', 'swc', 'rspack'],
    esm: true,
    followsReadme: true,
  },
  '12-cjs': {
    title: 'Nest 12, CommonJS, jest',
    ...NEST_12,
    // The CLI 12 asks which one it is to be, and has no option for it. This is what it runs then.
    command: [process.execPath, SCHEMATICS_CLI, '@nestjs/schematics:application', ...CJS],
    esm: false,
    // npm puts the commands of a project's packages before all others.
    installed: { ...NEST_12.installed, ...(JEST_LOADS_NEST_12 ? {} : { node: '^24.9.0' }) },
  },
};
