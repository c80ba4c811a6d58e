/**
 * Every block of TypeScript in README and docs is code that the compiler sees, and that most exchanges are tried on. A
 * block that begins with the name of a file is the whole of it. Of any other, each part between blank lines stands
 * somewhere in the files of the page.
 */
import { describe, expect, it } from '@jest/globals';
import { PAGES, sourcesOf, textOf } from './pages.js';

interface Block {
  readonly page: string;
  readonly line: number;
  readonly text: string;
}

/** It is compared with its files by a test of its own. */
const OTHERS = new Set(['docs/testing.md']);
const BLOCK = /^```ts\n([\s\S]*?)^```$/gm;
const NAME = /^\/\/ ([\w.-]+\.ts)\n/;

const blocks = PAGES.filter((page) => !OTHERS.has(page)).flatMap((page): Block[] => {
  const text = textOf(page);
  return [...text.matchAll(BLOCK)].map(({ index, 1: block = '' }) => ({
    page,
    line: text.slice(0, index).split('\n').length,
    text: block,
  }));
});

/** A page may have other comments than its file, and breaks lines elsewhere. */
function bare(code: string): string {
  const withoutComments = code.replaceAll(/(^|\s)\/\/ .*$/gm, '');
  return withoutComments
    .replaceAll(/\s+/g, ' ')
    .replace(/[;,]? ?$/, '')
    .trim();
}

describe('a block of code', () => {
  it('is found', () => {
    expect(blocks.filter(({ text }) => NAME.test(text)).length).toBeGreaterThan(2);
  });

  it('is not indented: nobody would try it', () => {
    expect(PAGES.filter((page) => /^[ \t>]+```/m.test(textOf(page)))).toEqual([]);
  });

  it.each(blocks.filter(({ text }) => NAME.test(text)))(
    'with the name of a file is that file: $page, line $line',
    ({ page, text }) => {
      const [heading = '', name = ''] = NAME.exec(text)!;
      expect(text.slice(heading.length)).toBe(sourcesOf(page).get(name));
    },
  );

  it.each(blocks.filter(({ text }) => !NAME.test(text)))(
    'without one is part of a file: $page, line $line',
    ({ page, text }) => {
      const files = [...sourcesOf(page).values()].map(bare);
      const parts = text
        .trim()
        .split(/\n{2,}/)
        .map(bare);
      expect(parts.filter((part) => !files.some((file) => file.includes(part)))).toEqual([]);
    },
  );
});
