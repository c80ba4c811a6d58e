import type TypeScript from 'typescript';
import {
  beginsLine,
  endOfLine,
  indentation,
  indentationStep,
  insert,
  startOfLine,
  type Edit,
} from './edit.js';

/** What stands between two brackets: the elements of an array, or what is imported. */
interface List {
  /** Where the closing bracket is. */
  readonly close: number;
  readonly elements: TypeScript.NodeArray<TypeScript.Node>;
}

/** Adds an element to the end of a list, in the form that the list has. */
export function appended(text: string, list: List, element: string): Edit[] {
  return beginsLine(text, list.close) ? asLine(text, list, element) : inLine(text, list, element);
}

function inLine(text: string, { close, elements }: List, element: string): Edit[] {
  const last = elements.at(-1);
  return [last ? insert(last.getEnd(), `, ${element}`) : inBrackets(text, close, element)];
}

function asLine(text: string, { close, elements }: List, element: string): Edit[] {
  const last = elements.at(-1);
  const indent = last ? indentation(text, last.getStart()) : indentation(text, close) + indentationStep(text);
  const comma = last && !elements.hasTrailingComma ? '' : ',';
  const line = insert(startOfLine(text, close), `${indent}${element}${comma}${endOfLine(text)}`);
  // A comment may stand behind the last element, so that the comma goes before it.
  return last && !elements.hasTrailingComma ? [insert(last.getEnd(), ','), line] : [line];
}

/** Before a closing bracket, in the place of the spaces that stand alone between it and the opening one. */
export function inBrackets(text: string, close: number, element: string): Edit {
  const from = text.slice(0, close).trimEnd().length;
  return { from: /[[{]/.test(text[from - 1]!) ? from : close, to: close, text: element };
}
