import { describe, expect, it } from '@jest/globals';
import { UsageError } from '../../src/check/usage.js';
import { yamlOf, type Library } from '../../src/check/yaml.js';

const parser = (name: string) => (text: string) => `${text}, parsed by ${name}`;

describe('a document in YAML', () => {
  function parsed(installed: Readonly<Record<string, Library>>): Promise<unknown> {
    return yamlOf('a: 1', async (name) => {
      if (name in installed) return installed[name]!;
      throw new Error(`Cannot find package '${name}'`);
    });
  }

  it.each<[string, Readonly<Record<string, Library>>, string]>([
    ['"yaml"', { yaml: { parse: parser('parse') } }, 'parse'],
    ['"js-yaml"', { 'js-yaml': { load: parser('load') } }, 'load'],
    [
      '"js-yaml" whose members Node does not see',
      { 'js-yaml': { default: { load: parser('load') } } },
      'load',
    ],
    ['both', { 'js-yaml': { load: parser('load') }, yaml: { parse: parser('parse') } }, 'parse'],
  ])('is parsed by what is installed: %s', async (_, installed, name) => {
    expect(await parsed(installed)).toBe(`a: 1, parsed by ${name}`);
  });

  it.each<[string, Readonly<Record<string, Library>>]>([
    ['nothing', {}],
    ['a "yaml" that parses nothing', { yaml: { default: {} } }],
  ])('is a mistake of the user where there is no parser: %s', async (_, installed) => {
    const attempted = parsed(installed);
    await expect(attempted).rejects.toThrow(UsageError);
    await expect(attempted).rejects.toThrow('no parser of it is installed. Install "yaml"');
  });

  it('is parsed by one of those that this repository has', async () => {
    expect(await yamlOf('a: [1, { b: null }]')).toEqual({ a: [1, { b: null }] });
  });
});
