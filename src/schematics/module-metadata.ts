import type TypeScript from 'typescript';
import { NotUnderstood } from './not-understood.js';
import { bindingsOf, type Source } from './source.js';

/**
 * The object that the `@Module()` of a class takes.
 *
 * @param className the class that main.ts starts; where the file has no such class, its only module is meant
 * @throws NotUnderstood where it cannot be found
 */
export function metadataOf(source: Source, className: string): TypeScript.ObjectLiteralExpression {
  const modules = modulesOf(source);
  const named =
    modules.find(({ name }) => name === className) ?? (modules.length === 1 ? modules[0] : undefined);
  if (!named) {
    const found = modules.length === 0 ? 'no class' : `${modules.length} classes, none of them ${className},`;
    throw new NotUnderstood(`it has ${found} with @Module()`);
  }
  const metadata = named.decorator.arguments[0];
  if (metadata && source.ts.isObjectLiteralExpression(metadata)) return metadata;
  throw new NotUnderstood('what its @Module() takes does not stand there as an object');
}

/** The classes of a file that are modules. */
function modulesOf(source: Source): { name: string | undefined; decorator: TypeScript.CallExpression }[] {
  const { ts, file } = source;
  const fromNest = bindingsOf(source).filter(({ from }) => from === '@nestjs/common');
  const names = new Set(fromNest.filter(({ imported }) => imported === 'Module').map(({ local }) => local));
  const spaces = new Set(fromNest.filter(({ imported }) => imported === '*').map(({ local }) => local));
  const isModule = (callee: TypeScript.Expression): boolean =>
    ts.isPropertyAccessExpression(callee)
      ? callee.name.text === 'Module' && spaces.has(callee.expression.getText())
      : names.has(callee.getText());
  return file.statements
    .filter((statement) => ts.isClassDeclaration(statement))
    .flatMap((statement) =>
      (ts.getDecorators(statement) ?? [])
        .map(({ expression }) => expression)
        .filter((expression) => ts.isCallExpression(expression))
        .filter(({ expression }) => isModule(expression))
        .map((decorator) => ({ name: statement.name?.text, decorator })),
    );
}
