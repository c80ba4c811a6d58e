/** Every message of src has a code, and every code a heading in docs/errors.md that explains it. */
import { describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import ts from 'typescript';
import { codeOf } from '../../src/exceptions/is-precondition-exception.js';
import {
  MalformedPreconditionException,
  PreconditionFailedException,
  PreconditionRequiredException,
  RangeNotSatisfiableException,
  VersionConflictException,
} from '../../src/index.js';
import { ERRORS, explained } from '../../src/util/explained.js';
import { textOf } from './pages.js';

/** What needs no code of its own: how its text begins, and why. */
const EXEMPT: Readonly<Record<string, string>> = {
  '`no answer within': 'it is the reason in the message that a store fails',
  '`EtagModule cannot start': 'each of its lines has a code',
  '`Conditional requests': 'it is a table, and nothing is wrong',
  'failure instanceof Error': 'it is an error of the application, as it was thrown',
  'messageOf(failure)': 'it is an error of the application, as it was thrown',
  message: 'it is made of the same text, and has a code, where it is declared',
  error: 'it was thrown with a code',
  warning: 'it has a code where it is made',
  'explained(code,': 'the code is that of the caller',
  '`the response was not complete': 'it is the reason of a NoResponseError',
  isThere: 'each of its two texts has a code',
  collected: 'it has a code where it is returned',
};

const CODE = /^explained\(\s*'([a-z-]+)'/;

interface Message {
  readonly where: string;
  readonly text: string;
}

/** What a file throws, logs, or says of a mistake at start-up. */
function messagesIn(path: string): Message[] {
  const source = ts.createSourceFile(path, textOf(path), ts.ScriptTarget.Latest, true);
  const found: Message[] = [];
  const add = (node: ts.Node): void => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    found.push({ where: `${path}:${line + 1}`, text: node.getText() });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && /^(Type|Range)?Error$/.test(node.expression.getText()))
      add(node.arguments![0]!);
    if (ts.isCallExpression(node) && /logger\.(log|warn|error|fatal)$/.test(node.expression.getText()))
      add(node.arguments[0]!);
    // Elsewhere it is bytes that are yielded.
    if (path.startsWith('src/routes/') && ts.isYieldExpression(node) && !node.asteriskToken)
      add(node.expression!);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.ts'),
);
const messages = files.flatMap((path) => messagesIn(`src/${path}`));
const isExempt = ({ text }: Message) => Object.keys(EXEMPT).some((start) => text.startsWith(start));

const exceptions = [
  new PreconditionFailedException(),
  new PreconditionRequiredException(),
  new MalformedPreconditionException(),
  new VersionConflictException(),
  new RangeNotSatisfiableException(1),
];
/** Also those that are handed to a warning of a route, and those of texts that are returned. */
const used = new Set([
  ...files.flatMap((path) =>
    [...textOf(`src/${path}`).matchAll(/\b(?:explained\(|once\(\s*(?:exchange\.)?plan,)\s*'([a-z-]+)'/g)].map(
      ([, code]) => code!,
    ),
  ),
  ...exceptions.map((exception) => codeOf(exception)!),
]);

const explanations = [...textOf('docs/errors.md').matchAll(/^### ([a-z-]+)$/gm)].map(([, code]) => code!);

describe('the messages', () => {
  it('are found', () => expect(messages.length).toBeGreaterThan(70));

  it('have a code each', () => {
    const without = messages.filter((message) => !CODE.test(message.text) && !isExempt(message));
    expect(without).toEqual([]);
  });

  it('are exempt for a reason that still counts', () => {
    const unused = Object.keys(EXEMPT).filter(
      (start) => !messages.some(({ text }) => text.startsWith(start)),
    );
    expect(unused).toEqual([]);
  });

  it('end with a link to their explanation', () => {
    expect(explained('no-tag', 'It has none.')).toBe(`It has none. (${ERRORS}#no-tag)`);
  });
});

describe('docs/errors.md', () => {
  it('explains every code, once, and no other', () => {
    expect(explanations.toSorted()).toEqual([...used].toSorted());
  });

  it('is in the package, where the links lead', () => {
    const { name, files: packed } = JSON.parse(textOf('package.json')) as { name: string; files: string[] };
    expect(packed).toContain('docs/errors.md');
    expect(ERRORS).toBe(`https://unpkg.com/${name}/docs/errors.md`);
  });
});
