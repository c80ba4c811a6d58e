// Compiles the sources of a project under each kind of modules that TypeScript has, declarations of libraries included.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { outcome } from './run.mjs';

export const MODES = [
  ['commonjs', 'node10'],
  ['node16', 'node16'],
  ['node18', 'node16'],
  ['nodenext', 'nodenext'],
  ['preserve', 'bundler'],
];

/** @returns why it was left out: Nest itself does not compile so, with the sources as they were generated */
export async function compile(project, [module, moduleResolution], { ignoreDeprecations }) {
  const ours = await errors(project, 'src', module, moduleResolution, ignoreDeprecations);
  if (ours.length === 0) return undefined;
  const plain = await errors(project, 'plain', module, moduleResolution, ignoreDeprecations);
  if (plain.length > 0) return `since Nest itself does not compile: ${plain[0]}`;
  throw new Error(ours.join('\n'));
}

/** Only those in the project and in our declarations: Nest's refer to libraries that an application need not have. */
async function errors(project, folder, module, moduleResolution, ignoreDeprecations) {
  const name = `tsconfig.${folder}.${module}.json`;
  const isOld = moduleResolution === 'node10';
  const compilerOptions = {
    module,
    moduleResolution,
    resolvePackageJsonExports: isOld ? null : true,
    ...(isOld && ignoreDeprecations ? { ignoreDeprecations } : {}),
    types: ['node'],
    skipLibCheck: false,
    incremental: false,
    noEmit: true,
  };
  const config = {
    extends: './tsconfig.json',
    compilerOptions,
    include: [folder],
    exclude: ['**/*spec.ts', '**/main.ts'],
  };
  writeFileSync(join(project, name), JSON.stringify(config));
  const tsc = join('node_modules', 'typescript', 'bin', 'tsc');
  const { code, said } = await outcome(process.execPath, [tsc, '--pretty', 'false', '-p', name], project);
  const lines = said.split('\n').filter((line) => line && !isForeign(line));
  return code === 0 || lines.length > 0 || /node_modules/.test(said)
    ? lines
    : [said || `tsc ended with ${code}`];
}

function isForeign(line) {
  return line.startsWith(' ') || /^(\.\.\/)*node_modules\/(?!nestjs-etag\/)/.test(line);
}
