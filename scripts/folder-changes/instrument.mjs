// Writes a call into the beginning of every function of a module.
import ts from 'typescript';

/**
 * The text of a module in which every function that is entered first calls `entered(folder, name)` of another module.
 * A generator calls it when its first value is asked for, and an async function once, however often it waits.
 */
export function instrument(text, { folder, recorder }) {
  const source = ts.createSourceFile('module.js', text, ts.ScriptTarget.Latest, true);
  const insertions = [{ at: 0, text: `import { entered as $entered } from ${JSON.stringify(recorder)};` }];
  const visit = (node) => {
    if (ts.isFunctionLike(node) && node.body) insertions.push(...callIn(node, folder));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return withInsertions(text, insertions);
}

function callIn(node, folder) {
  const call = `$entered(${JSON.stringify(folder)}, ${JSON.stringify(nameOf(node))})`;
  const { body } = node;
  if (ts.isBlock(body)) return [{ at: body.getStart() + 1, text: ` ${call};` }];
  return [
    { at: body.getStart(), text: `(${call}, ` },
    { at: body.getEnd(), text: ')' },
  ];
}

/** An arrow function is called by what it is assigned to, or by nothing. */
function nameOf(node) {
  if (ts.isConstructorDeclaration(node)) return `new ${node.parent.name?.text ?? ''}`;
  const name = node.name ?? node.parent.name;
  return name?.getText() ?? '=>';
}

function withInsertions(text, insertions) {
  const sorted = insertions.toSorted((one, other) => one.at - other.at);
  const ends = sorted.map((_, index) => sorted[index + 1]?.at ?? text.length);
  return sorted.map((insertion, index) => insertion.text + text.slice(insertion.at, ends[index])).join('');
}
