/**
 * Nothing that an application loads opens a connection or sends a request: no import of what could, and no global that does. What
 * tests APIs does nothing else, and no application loads it, to which `layers.spec.ts` sees.
 */
import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));
const CLIENTS_OF_APIS = /^(testing|check)[/\\]/;
const FILES = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && !CLIENTS_OF_APIS.test(name),
);

/** Node's modules that can open a connection, or start what can. */
const CONNECTING =
  /^(node:)?(net|tls|https?|http2|dgram|dns|child_process|cluster|worker_threads|inspector)(\/.*)?$/;
/** What of them cannot. */
const HARMLESS: ReadonlySet<string> = new Set([
  'STATUS_CODES',
  'METHODS',
  'ServerResponse',
  'IncomingMessage',
  'validateHeaderName',
  'validateHeaderValue',
]);
const CLIENTS = /^(undici|axios|got|node-fetch|superagent|ky|supertest|light-my-request|ws)(\/.*)?$/;
const GLOBALS: ReadonlySet<string> = new Set(['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest']);

type Found = (node: ts.Node, what: string) => void;

/** Where a file could send something. */
function faultsOf(name: string, text: string): string[] {
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.ESNext, true);
  const faults: string[] = [];
  const found: Found = (node, what) => {
    faults.push(`${name}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${what}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) inImport(node, found);
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier) ofModule(node.moduleSpecifier, found);
    else if (ts.isCallExpression(node)) inCall(node, found);
    else if (ts.isIdentifier(node) && GLOBALS.has(node.text) && !isName(node)) found(node, node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return faults;
}

function inImport({ importClause, moduleSpecifier }: ts.ImportDeclaration, found: Found): void {
  if (importClause?.isTypeOnly) return;
  const bindings = importClause?.namedBindings;
  const names =
    bindings && ts.isNamedImports(bindings) && !importClause.name ? [...bindings.elements] : undefined;
  const used = names?.filter(({ isTypeOnly, name }) => !isTypeOnly && !HARMLESS.has(name.text));
  if (used?.length !== 0) ofModule(moduleSpecifier, found);
}

/** `import()` and `require()`. */
function inCall({ expression, arguments: [first] }: ts.CallExpression, found: Found): void {
  const imports = expression.kind === ts.SyntaxKind.ImportKeyword;
  const requires = ts.isIdentifier(expression) && expression.text === 'require';
  if (first && (imports || requires)) ofModule(first, found);
}

function ofModule(specifier: ts.Expression, found: Found): void {
  if (!ts.isStringLiteral(specifier)) found(specifier, 'a module that is not named');
  else if (CONNECTING.test(specifier.text) || CLIENTS.test(specifier.text)) found(specifier, specifier.text);
}

/** A property of that name is not the global one, unless it is asked of globalThis. */
function isName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) {
    return parent.name === node && parent.expression.getText() !== 'globalThis';
  }
  return (
    (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isPropertySignature(parent)) &&
    parent.name === node
  );
}

describe('the package', () => {
  it('has files to look at', () => {
    expect(FILES.length).toBeGreaterThan(50);
  });

  it.each(FILES)('src/%s opens no connection', (name) => {
    expect(faultsOf(name, readFileSync(join(SRC, name), 'utf8'))).toEqual([]);
  });

  // Or else a mistake in this test would find nothing, too.
  it.each([
    "import { request } from 'node:http';",
    "import http from 'node:http';",
    "import * as tls from 'tls';",
    "import 'node:net';",
    "import { STATUS_CODES, get } from 'node:http';",
    "export { connect } from 'node:http2';",
    "const client = await import('undici');",
    "const net = require('node:net');",
    "await fetch('http://127.0.0.1');",
    "await globalThis.fetch('http://127.0.0.1');",
    'const send = fetch;',
    "new WebSocket('ws://127.0.0.1');",
    'await import(name);',
  ])('%s would be found', (text) => {
    expect(faultsOf('example.ts', text)).toHaveLength(1);
  });

  it.each([
    "import type { IncomingMessage } from 'node:http';",
    "import { type IncomingMessage, STATUS_CODES } from 'node:http';",
    "import { request } from './request.js';",
    'const options = { fetch: 1 }; options.fetch;',
  ])('%s would not', (text) => {
    expect(faultsOf('example.ts', text)).toEqual([]);
  });
});
