import { describe, expect, it } from '@jest/globals';
import { argumentsOf } from '../../src/check/arguments.js';
import { UsageError } from '../../src/check/usage.js';

const URL_OF_API = 'http://127.0.0.1:1/';

describe('the arguments of the command', () => {
  it.each<[readonly string[], object]>([
    [[], { help: true, addresses: [] }],
    [['--help'], { help: true }],
    [['check', '-h'], { help: true }],
    [['check', URL_OF_API, 'b.txt'], { help: false, addresses: [URL_OF_API, 'b.txt'], json: false }],
    [['check', URL_OF_API, '--json', '--junit', 'a.xml'], { json: true, junit: 'a.xml' }],
    [['check', URL_OF_API, '--timeout', '1.5', '--max-bytes', '10'], { timeout: 1500, maxBytes: 10 }],
    [['check', URL_OF_API, '--header', 'X-A:  b: c '], { headers: { 'x-a': 'b: c' } }],
    [['check', URL_OF_API, '--header', 'X-Empty:'], { headers: { 'x-empty': '' } }],
    [['check', URL_OF_API, '--param', 'a=b=c', '--param', 'd='], { params: { a: 'b=c', d: '' } }],
    [
      ['check', URL_OF_API, '--ignore', 'list,any', '--ignore', 'options'],
      { ignore: ['list', 'any', 'options'] },
    ],
  ])('%j', (given, meant) => {
    expect(argumentsOf(given)).toMatchObject(meant);
  });

  it.each<[string, object, string | undefined]>([
    ['PUT /a {"n":{{n}},"m":{{n}}}', { method: 'PUT', path: '/a' }, '{"n":7,"m":7}'],
    ['PATCH /a/b?c=d\n{"text":\n1}', { method: 'PATCH', path: '/a/b?c=d' }, '{"text":\n1}'],
    ['DELETE /a', { method: 'DELETE', path: '/a' }, undefined],
  ])('--writes %j', (given, meant, content) => {
    const [write] = argumentsOf(['check', URL_OF_API, '--writes', given]).writes;
    const headers = content === undefined ? {} : { 'content-type': 'application/json' };
    expect(write).toMatchObject({ ...meant, headers });
    expect((write!.body as (n: number) => string | undefined)(7)).toBe(content);
  });

  it.each<[readonly string[], string]>([
    [['audit'], 'There is no command "audit". There is "check".'],
    [['--json'], 'There is no command "". There is "check".'],
    [['check'], 'Which API?'],
  ])('%j are none', (given, message) => {
    expect(() => argumentsOf(given)).toThrow(UsageError);
    expect(() => argumentsOf(given)).toThrow(message);
  });
});
