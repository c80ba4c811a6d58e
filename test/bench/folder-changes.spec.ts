import { describe, expect, it } from '@jest/globals';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

interface Instrument {
  instrument(text: string, options: { folder: string; recorder: string }): string;
}
interface Trail {
  stretchesOf(steps: readonly Step[]): readonly { folder: string; names: string[] }[];
}
interface Step {
  folder: string;
  name: string;
}

const { instrument } = await load<Instrument>('instrument');
const { stretchesOf } = await load<Trail>('trail');

function load<T>(name: string): Promise<T> {
  return import(pathToFileURL(resolve(`scripts/folder-changes/${name}.mjs`)).href) as Promise<T>;
}

/** What is entered while a text runs, and what it returns. */
function run(text: string): { names: string[]; result: unknown } {
  const module = instrument(text, { folder: 'request', recorder: 'recorder' });
  const [, body] = /^import \{ entered as \$entered \} from "recorder";(.*)$/s.exec(module)!;
  const names: string[] = [];
  const entered = (folder: string, name: string) => names.push(`${folder}/${name}`);
  const result: unknown = new Function('$entered', body!)(entered);
  return { names, result };
}

describe('an instrumented module notes', () => {
  it.each<[string, string, string[], unknown]>([
    ['a function', 'function f(a) { return a; } return f(1);', ['f'], 1],
    ['an arrow function', 'const f = (a) => a; return f(1);', ['f'], 1],
    ['one within another', 'const f = (a) => (b) => a + b; return f(1)(2);', ['f', '=>'], 3],
    ['one that returns an object', 'const f = () => ({ a: 1 }); return f().a;', ['f'], 1],
    ['one with a body', 'const f = () => { return 1; }; return f();', ['f'], 1],
    ['a callback', 'return [1, 2].map((a) => a * 2);', ['=>', '=>'], [2, 4]],
    ['a method', 'class C { m() { return 1; } } return new C().m();', ['m'], 1],
    ['a getter', 'class C { get g() { return 1; } } return new C().g;', ['g'], 1],
    [
      'constructors, the derived one before the other',
      'class A { constructor() { this.a = 1; } } class B extends A { constructor() { super(); } } return new B().a;',
      ['new B', 'new A'],
      1,
    ],
    ['nothing of what is not entered', 'function f() {} return 1;', [], 1],
  ])('%s', (_, text, expected, returned) => {
    const { names, result } = run(text);
    expect(names).toEqual(expected.map((name) => `request/${name}`));
    expect(result).toEqual(returned);
  });

  it('an async function once, however often it waits', async () => {
    const { names, result } = run('async function f() { await 1; await 2; return 3; } return f();');
    await expect(result).resolves.toBe(3);
    expect(names).toEqual(['request/f']);
  });
});

describe('changes of folder', () => {
  const step = (text: string): Step => ({ folder: text.split('/')[0]!, name: text.split('/')[1]! });

  it('are where a function of another folder is entered', () => {
    const steps = ['request/a', 'request/b', 'tags/c', 'request/d'].map(step);
    expect(stretchesOf(steps)).toEqual([
      { folder: 'request', names: ['a', 'b'] },
      { folder: 'tags', names: ['c'] },
      { folder: 'request', names: ['d'] },
    ]);
  });

  it('are none where nothing is entered', () => {
    expect(stretchesOf([])).toEqual([]);
  });
});
