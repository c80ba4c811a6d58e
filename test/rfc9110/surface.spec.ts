import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as core from '../../src/rfc9110/index.js';

const folder = new URL('../../src/rfc9110/', import.meta.url);
const files = readdirSync(folder);

describe('the core', () => {
  it('exports these names and no others', () => {
    expect(Object.keys(core).toSorted()).toEqual([
      'NO_PRECONDITIONS',
      'clampLastModified',
      'contradictions',
      'decodeOpaque',
      'encodeOpaque',
      'entityTag',
      'evaluate',
      'forbidsStore',
      'formatCacheControl',
      'formatEntityTag',
      'formatHttpDate',
      'guardsWrite',
      'ignoresPreconditions',
      'isConditional',
      'isHttpDate',
      'isKeptOnNotModified',
      'isMalformed',
      'mergeVary',
      'parseEntityTag',
      'parseEntityTagList',
      'parseHttpDate',
      'parsePreconditions',
      'strongEquals',
      'weakEquals',
    ]);
  });

  it.each(files)('%s imports nothing from outside the folder', (file) => {
    const source = readFileSync(new URL(file, folder), 'utf8');
    const imported = [...source.matchAll(/(?:from|import\()\s*'([^']*)'/g)].map(([, specifier]) => specifier);
    expect(imported.filter((specifier) => !/^\.\/[a-z0-9-]+\.js$/.test(specifier ?? ''))).toEqual([]);
  });
});
