import type TypeScript from 'typescript';
import type { Compiler } from './compiler.js';
import {
  applied,
  beginsLine,
  endOfLine,
  indentation,
  indentationStep,
  insert,
  startOfLine,
  type Edit,
} from './edit.js';
import { importEdits } from './import-edit.js';
import type { ImportedModule } from './imported-module.interface.js';
import { appended, inBrackets } from './list-edit.js';
import { metadataOf } from './module-metadata.js';
import { NotUnderstood } from './not-understood.js';
import { bindingsOf, find, parseValid, type Binding, type Source } from './source.js';

/**
 * Adds a module to the imports of a module, and leaves everything else as it is written.
 *
 * @throws NotUnderstood with the reason, where that cannot be done
 */
export function withImport(ts: Compiler, text: string, className: string, added: ImportedModule): string {
  const source = parseValid(ts, text);
  const metadata = metadataOf(source, className);
  const bound = bindingsOf(source).find((binding) => isOf(binding, added) && !binding.isType);
  if (!bound && declares(source, added.name)) throw new NotUnderstood(`it has another ${added.name}`);
  const call = `${bound?.local ?? added.name}.${added.call}`;
  const edits = [...metadataEdits(source, metadata, call), ...(bound ? [] : importEdits(source, added))];
  const changed = applied(text, edits);
  // A form that nobody thought of is left to its owner.
  if (uses(parseValid(ts, changed), added)) return changed;
  throw new NotUnderstood('it is written in a form that this command does not know');
}

/** Whether a file calls a function of the module, under whatever name it has imported it. */
export function uses(source: Source, module: ImportedModule): boolean {
  const { ts } = source;
  const own = bindingsOf(source).filter((binding) => isOf(binding, module));
  const locals = new Set(own.map(({ local }) => local));
  const calls = find(source, (node) => ts.isCallExpression(node)).map(({ expression }) => expression);
  return calls.some(
    (callee) => ts.isPropertyAccessExpression(callee) && locals.has(callee.expression.getText()),
  );
}

function isOf({ imported, from }: Binding, module: ImportedModule): boolean {
  return imported === module.name && from === module.from;
}

function declares(source: Source, name: string): boolean {
  const classes = source.file.statements.filter((statement) => source.ts.isClassDeclaration(statement));
  return [
    ...bindingsOf(source).map(({ local }) => local),
    ...classes.map((declared) => declared.name?.text),
  ].includes(name);
}

function metadataEdits(source: Source, metadata: TypeScript.ObjectLiteralExpression, call: string): Edit[] {
  const { ts, text } = source;
  const imports = metadata.properties.find(({ name }) => name && plain(name.getText()) === 'imports');
  if (!imports) return newProperty(source, metadata, `imports: [${call}]`);
  if (ts.isShorthandPropertyAssignment(imports)) return [insert(imports.getEnd(), `: [...imports, ${call}]`)];
  if (!ts.isPropertyAssignment(imports))
    throw new NotUnderstood('its imports are neither a list nor an expression');
  const value = bare(ts, imports.initializer);
  if (ts.isArrayLiteralExpression(value)) {
    return appended(text, { close: value.getEnd() - 1, elements: value.elements }, call);
  }
  const { initializer } = imports;
  return [insert(initializer.getStart(), '[...'), insert(initializer.getEnd(), `, ${call}]`)];
}

/** Without the parentheses, `as const` and `satisfies` around it. */
function bare(ts: Compiler, value: TypeScript.Expression): TypeScript.Expression {
  const isWrapped =
    ts.isParenthesizedExpression(value) || ts.isAsExpression(value) || ts.isSatisfiesExpression(value);
  return isWrapped ? bare(ts, value.expression) : value;
}

function plain(name: string): string {
  return name.replaceAll(/^['"]|['"]$/g, '');
}

/** The first property of an object, in the form that its others have. */
function newProperty(
  { ts, text }: Source,
  metadata: TypeScript.ObjectLiteralExpression,
  property: string,
): Edit[] {
  const { properties } = metadata;
  if (properties.some((other) => ts.isSpreadAssignment(other))) {
    throw new NotUnderstood('its @Module() has a spread, which may have imports of its own');
  }
  const [open, close] = [metadata.getStart() + 1, metadata.getEnd() - 1];
  const [first] = properties;
  if (!first && !beginsLine(text, close)) return [inBrackets(text, close, ` ${property} `)];
  if (first && !beginsLine(text, first.getStart())) return [insert(first.getStart(), `${property}, `)];
  const indent = first
    ? indentation(text, first.getStart())
    : indentation(text, close) + indentationStep(text);
  const at = first ? text.indexOf('\n', open) + 1 : startOfLine(text, close);
  return [insert(at, `${indent}${property},${endOfLine(text)}`)];
}
