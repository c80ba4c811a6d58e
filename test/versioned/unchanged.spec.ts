import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { isSameNumber, isUnchanged } from '../../src/versioned/unchanged.js';

const DESCRIPTION = { version: 'version', key: ['id'], lastModified: 'at', numbers: ['price'] };
const at = new Date('2026-01-02T03:04:05.678Z');
const ROW = {
  id: 7,
  version: 3,
  at,
  name: 'Cable',
  code: '1.50',
  price: '9.90',
  day: at,
  bytes: Buffer.from('ab'),
  none: null,
  flag: true,
  count: 7,
  json: { a: 1, b: [{ c: null }, 'x'] },
  empty: {},
};

function unchanged(changes: object, row: object = ROW): boolean {
  return isUnchanged(row, changes, DESCRIPTION);
}

describe('changes that are what the row has', () => {
  it.each<[string, object]>([
    ['none', {}],
    ['nothing said', { name: undefined }],
    ['the row itself', { ...ROW }],
    ['the key, version and date, which are no changes', { id: 8, version: 9, at: new Date(0) }],
    ['text', { name: 'Cable', flag: true, none: null }],
    ['a number for a number', { price: 9.9 }],
    ['text for a number', { price: '9.9' }],
    ['a Date of the same time', { day: new Date(at) }],
    ['ISO text of the same time', { day: '2026-01-02T04:04:05.678+01:00' }],
    ['bytes', { bytes: new Uint8Array([97, 98]) }],
    ['JSON in another order', { json: { b: [{ c: null }, 'x'], a: 1, z: undefined } }],
  ])('%s', (_, changes) => {
    expect(unchanged(changes)).toBe(true);
  });
});

describe('changes that are not, or may not be', () => {
  it.each<[string, object]>([
    ['other text', { name: 'cable' }],
    ['a number that text is not made of', { code: 1.5 }],
    ['other text that is the same number', { code: '1.5' }],
    ['another number', { price: 9.91 }],
    ['no number', { price: 'x' }],
    ['no number at all', { price: null }],
    ['null', { name: null }],
    ['a value for null', { none: 0 }],
    ['what the row does not show', { secret: 'x' }],
    ['one of two', { name: 'Cable', flag: false }],
    ['another time', { day: new Date(0) }],
    ['a time in the zone of the server', { day: '2026-01-02T03:04:05.678' }],
    ['a time between two milliseconds', { day: '2026-01-02T03:04:05.678001Z' }],
    ['a time a millisecond later', { day: '2026-01-02T03:04:05.679Z' }],
    ['a list of one time', { day: [at.toISOString()] }],
    ['a time that is none', { day: 7 }],
    ['other bytes', { bytes: Buffer.from('abc') }],
    ['bytes for an object', { empty: Buffer.from('') }],
    ['text for bytes', { bytes: { 0: 97, 1: 98 } }],
    ['a member more', { json: { ...ROW.json, z: 1 } }],
    ['a member less', { json: { a: 1 } }],
    ['a member of another name', { json: { a: 1, z: ROW.json.b } }],
    ['a number in JSON that is text', { json: { ...ROW.json, a: '1' } }],
    ['another order of a list', { json: { a: 1, b: ['x', { c: null }] } }],
    ['a list for an object', { empty: [] }],
    ['a value that writes itself', { empty: new Date(0) }],
    ['text for an object', { empty: '{}' }],
    ['a number for an object', { empty: 7 }],
    ['nothing for an object', { empty: null }],
    ['an object for a number', { count: {} }],
    ['an object for nothing', { none: {} }],
    ['an expression', { name: () => 'upper(name)' }],
  ])('%s', (_, changes) => {
    expect(unchanged(changes)).toBe(false);
  });

  it('are numbers as text, where no column is known for a number', () => {
    expect(
      isUnchanged(ROW, { price: 9.9 }, { version: 'version', key: ['id'], lastModified: undefined }),
    ).toBe(false);
  });
});

describe('one number', () => {
  it.each<[unknown, unknown, boolean]>([
    [7, '7.00', true],
    ['007', 7n, true],
    ['-0', 0, true],
    ['-1.50', -1.5, true],
    ['100', '1', false],
    ['0.1', '0.10000000000000001', false],
    ['12345678901234567890.5', '12345678901234567890.50', true],
    ['1', '-1', false],
    [Number.NaN, Number.NaN, false],
    [1e21, 1e21, false],
    ['', '0', false],
    [[7], 7, false],
    [undefined, undefined, false],
    [true, 1, false],
    ['1.', 1, false],
  ])('%p and %p: %p', (one, other, same) => {
    expect(isSameNumber(one, other)).toBe(same);
  });

  it('is one however many zeros it is written with', () => {
    const cents = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
    const written = (each: bigint, zeros: number) => {
      const digits = String(each < 0n ? -each : each).padStart(3, '0');
      return `${each < 0n ? '-' : ''}${'0'.repeat(zeros)}${digits.slice(0, -2)}.${digits.slice(-2)}${'0'.repeat(zeros)}`;
    };
    fc.assert(
      fc.property(cents, fc.oneof(cents, fc.constant(undefined)), fc.nat(3), (one, other, zeros) => {
        expect(isSameNumber(written(one, 0), written(other ?? one, zeros))).toBe((other ?? one) === one);
      }),
    );
  });
});
