/** The code in docs/testing.md is that of the files beside this one, which run by themselves. */
import { expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = 'test/docs/testing';
const GLOBALS = /^import \{[^}]*\} from '@jest\/globals';\n/;

it('docs/testing.md shows the files of test/docs/testing, each once', () => {
  const page = readFileSync('docs/testing.md', 'utf8');
  const blocks = [...page.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, block]) => block);
  const files = readdirSync(FOLDER).map((name) =>
    readFileSync(`${FOLDER}/${name}`, 'utf8').replace(GLOBALS, ''),
  );
  expect(blocks.toSorted()).toEqual(files.toSorted());
  expect(files).toHaveLength(5);
});
