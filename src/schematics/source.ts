import type TypeScript from 'typescript';
import type { Compiler } from './compiler.js';
import { NotUnderstood } from './not-understood.js';

/** A file of the project, and the compiler that has read it. */
export interface Source {
  readonly ts: Compiler;
  readonly text: string;
  readonly file: TypeScript.SourceFile;
}

export function parse(ts: Compiler, text: string): Source {
  return { ts, text, file: ts.createSourceFile('module.ts', text, ts.ScriptTarget.ES2022, true) };
}

/** @throws NotUnderstood where it is not valid TypeScript */
export function parseValid(ts: Compiler, text: string): Source {
  const { ESNext } = ts.ModuleKind;
  const compilerOptions = { module: ESNext, target: ts.ScriptTarget.ES2022, experimentalDecorators: true };
  const { diagnostics = [] } = ts.transpileModule(text, { reportDiagnostics: true, compilerOptions });
  const mistake = diagnostics.find(({ file }) => file);
  if (!mistake) return parse(ts, text);
  const message = ts.flattenDiagnosticMessageText(mistake.messageText, ' ');
  throw new NotUnderstood(`TypeScript says of it: ${message}`);
}

/** What of the file is a match, in order, however deep. */
export function find<Found extends TypeScript.Node>(
  { ts, file }: Source,
  isFound: (node: TypeScript.Node) => node is Found,
): Found[] {
  const found: Found[] = [];
  const visit = (node: TypeScript.Node): void => {
    if (isFound(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** The declarations `import … from '…'` of a file. */
export function importsOf({ ts, file }: Source): TypeScript.ImportDeclaration[] {
  return file.statements.filter((statement) => ts.isImportDeclaration(statement));
}

/** What is imported, from where, and the name it has in the file. */
export interface Binding {
  readonly imported: string;
  readonly local: string;
  readonly from: string;
  readonly isType: boolean;
}

export function bindingsOf(source: Source): Binding[] {
  return importsOf(source).flatMap((declaration) => {
    const clause = declaration.importClause;
    const names = clause?.namedBindings;
    const from = (declaration.moduleSpecifier as TypeScript.StringLiteral).text;
    const isType = clause?.isTypeOnly ?? false;
    const bindings: Binding[] = [];
    if (clause?.name) bindings.push({ imported: 'default', local: clause.name.text, from, isType });
    if (names && source.ts.isNamespaceImport(names)) {
      bindings.push({ imported: '*', local: names.name.text, from, isType });
    }
    if (!names || !source.ts.isNamedImports(names)) return bindings;
    return bindings.concat(names.elements.map((element) => named(element, from, isType)));
  });
}

function named(element: TypeScript.ImportSpecifier, from: string, isType: boolean): Binding {
  const { name, propertyName } = element;
  return {
    imported: (propertyName ?? name).text,
    local: name.text,
    from,
    isType: isType || element.isTypeOnly,
  };
}
