import { describe, expect, it } from '@jest/globals';
import { settingsFrom } from '../../src/options/settings.js';

describe('module options', () => {
  it('have defaults, which undefined leaves in place', () => {
    expect(settingsFrom({ errors: undefined as never, hash: 'sha1' })).toMatchObject({
      errors: 'nest',
      hash: 'sha1',
    });
  });

  it('take an auto without a limit', () => {
    expect(settingsFrom({ auto: {} }).auto).toEqual({});
  });

  it.each([
    [{ preconditions: 'always' }, 'preconditions is "always"; it takes "optional" or "report" or "required"'],
    [{ malformed: 500 }, 'malformed is 500; it takes 400 or 412'],
    [{ putValidators: 'none' }, 'putValidators is "none"'],
    [{ errors: 'html' }, 'errors is "html"'],
    [{ weakIfMatch: 'yes' }, 'weakIfMatch is "yes"'],
    [{ coding: 'drop' }, 'coding is "drop"; it takes "suffix" or "weaken"'],
    [{ namespace: 7 }, 'namespace takes a text'],
    [{ problemTypes: 7 }, 'problemTypes takes a text'],
    [{ secret: 'too short' }, 'secret takes a text of at least 16 characters'],
    [{ secret: 12345678901234567890n }, 'secret takes a text'],
    [{ auto: 'yes' }, 'auto takes true, false or { maxSize }'],
    [{ auto: { maxSize: -1 } }, 'auto takes true, false or { maxSize }'],
  ])('%j are refused by name', (options, message) => {
    expect(() => settingsFrom(options as never)).toThrow(message);
  });
});
