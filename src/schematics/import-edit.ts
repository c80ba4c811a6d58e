import type TypeScript from 'typescript';
import { endOfLine, insert, type Edit } from './edit.js';
import type { ImportedModule } from './imported-module.interface.js';
import { appended } from './list-edit.js';
import { importsOf, type Source } from './source.js';

/** Imports a class, in the form that the imports of the file have. */
export function importEdits(source: Source, { name, from }: ImportedModule): Edit[] {
  const declarations = importsOf(source);
  const named = declarations.map((declaration) => namesOf(source, declaration, from)).find((names) => names);
  if (named) return appended(source.text, { close: named.getEnd() - 1, elements: named.elements }, name);
  // @nestjs/common is there: @Module() comes from it.
  const before = declarations.findLast(isPackage)!;
  const [quote, semicolon] = [
    before.moduleSpecifier.getText()[0]!,
    before.getText().endsWith(';') ? ';' : '',
  ];
  const statement = `import { ${name} } from ${quote}${from}${quote}${semicolon}`;
  const rest = /^.*/.exec(source.text.slice(before.getEnd()))![0];
  return [insert(before.getEnd() + rest.length, `${endOfLine(source.text)}${statement}`)];
}

function isPackage(declaration: TypeScript.ImportDeclaration): boolean {
  return !specifierOf(declaration).startsWith('.');
}

/** The braces of an `import { … } from 'nestjs-etag'` that a class can be added to. */
function namesOf(
  { ts }: Source,
  declaration: TypeScript.ImportDeclaration,
  from: string,
): TypeScript.NamedImports | undefined {
  const { importClause } = declaration;
  if (specifierOf(declaration) !== from || !importClause || importClause.isTypeOnly) return undefined;
  const names = importClause.namedBindings;
  return names && ts.isNamedImports(names) && names.elements.length > 0 ? names : undefined;
}

function specifierOf({ moduleSpecifier }: TypeScript.ImportDeclaration): string {
  return (moduleSpecifier as TypeScript.StringLiteral).text;
}
