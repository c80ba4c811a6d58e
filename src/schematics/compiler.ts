import { createRequire } from 'node:module';
import { join } from 'node:path';
import type TypeScript from 'typescript';

export type Compiler = typeof TypeScript;

/**
 * The TypeScript of the project, or else that of the Nest CLI: TypeScript 7 cannot be asked for a syntax tree by a
 * function, and then the CLI has a TypeScript 6 of its own.
 *
 * @param project the folder of the project
 * @param program the file that runs the schematic, which comes with the CLI
 * @returns undefined where there is none
 */
export function findCompiler(project: string, program: string = project): Compiler | undefined {
  const manifest = join(project, 'package.json');
  const places = [manifest, resolved(manifest, '@nestjs/cli/package.json'), program];
  for (const place of places) {
    const file = place && resolved(place, 'typescript');
    const found = file && (createRequire(file)(file) as Partial<Compiler>);
    if (found && found.createSourceFile) return found as Compiler;
  }
  return undefined;
}

function resolved(from: string, name: string): string | undefined {
  try {
    return createRequire(from).resolve(name);
  } catch {
    return undefined;
  }
}
