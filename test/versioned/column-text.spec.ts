import { describe, expect, it } from '@jest/globals';
import {
  canHold,
  valueFromText,
  versionsFromTexts,
  type ColumnType,
} from '../../src/versioned/column-text.js';

const UUID = '0b5e9c3a-1d2f-4a6b-8c7d-9e0f1a2b3c4d';
const INTEGER = { kind: 'integer' } as const;
const LONG = { ...INTEGER, bits: 64 };
const BYTE = { ...INTEGER, bits: 8, unsigned: true };
const DECIMAL = { kind: 'decimal' } as const;
const DIGITS = '9'.repeat(30);
const ENUM = { kind: 'enum', members: ['small', 2] } as const;

describe('the value of a column that a text stands for', () => {
  it.each<[ColumnType, string, unknown]>([
    [INTEGER, '7', 7],
    [INTEGER, '-7', -7],
    [INTEGER, '2147483647', 2_147_483_647],
    [INTEGER, '-2147483648', -2_147_483_648],
    [{ ...INTEGER, bits: 53 }, '4503599627370495', 4_503_599_627_370_495],
    [LONG, '9223372036854775807', '9223372036854775807'],
    [{ ...LONG, unsigned: true }, '18446744073709551615', '18446744073709551615'],
    [BYTE, '255', 255],
    [DECIMAL, '-1.50', '-1.50'],
    [DECIMAL, `${DIGITS}.${DIGITS}`, `${DIGITS}.${DIGITS}`],
    [DECIMAL, '10', '10'],
    [{ kind: 'timestamp' }, '2024-05-01T12:00:00.123Z', new Date('2024-05-01T12:00:00.123Z')],
    [{ kind: 'date' }, '2024-02-29', '2024-02-29'],
    [{ kind: 'uuid' }, UUID, UUID],
    [{ kind: 'uuid' }, UUID.toUpperCase(), UUID],
    [{ kind: 'bytes' }, '00fFa7', Buffer.from([0, 255, 167])],
    [{ kind: 'bytes' }, '', Buffer.from([])],
    [{ kind: 'boolean' }, 'true', true],
    [{ kind: 'boolean' }, 'false', false],
    [ENUM, 'small', 'small'],
    [ENUM, '2', 2],
    [{ kind: 'text' }, '', ''],
    [{ kind: 'text' }, 'an ä', 'an ä'],
  ])('%j: %j', (type, text, value) => {
    expect(valueFromText(text, type)).toEqual(value);
  });

  it.each<[ColumnType, readonly string[]]>([
    [INTEGER, ['', '-', 'x', '1x', 'x1', '--1', '1.0', '1e0', ' 1', '2147483648', '-2147483649']],
    [LONG, ['9223372036854775808', '1'.repeat(21)]],
    [BYTE, ['256', '-1']],
    [DECIMAL, ['', 'x', 'x1', '1x', '1.', '.5', '1.5.5', '1-1', '1.x', `1${DIGITS}`, `1.1${DIGITS}`]],
    [
      { kind: 'timestamp' },
      [
        '',
        'x',
        '0000-01-01T00:00:00Z',
        '2024-13-01T00:00:00Z',
        '2024',
        'x2024-05-01',
        '2024-5-01',
        '2024-05-1',
      ],
    ],
    [
      { kind: 'date' },
      ['', '2024-02-30', '2024-13-01', '2024-05-01T00:00:00Z', '2024-05-01 ', '02024-05-01'],
    ],
    [
      { kind: 'uuid' },
      ['', UUID.slice(1), `${UUID}0`, `0${UUID}`, UUID.replaceAll('-', ''), UUID.replace('b', 'g')],
    ],
    [{ kind: 'bytes' }, ['0', '0g', 'g0', '00 ', ' 00', '000']],
    [{ kind: 'boolean' }, ['', 'TRUE', '1', 'yes']],
    [ENUM, ['', 'large', 'smal']],
    [{ kind: 'enum' }, ['small']],
    [{ kind: 'text' }, ['\0', 'a\0b']],
  ])('%j has none for %j', (type, texts) => {
    expect(texts.filter((text) => valueFromText(text, type) !== undefined)).toEqual([]);
  });
});

describe('a value of the application', () => {
  it.each<[ColumnType, readonly unknown[], readonly unknown[]]>([
    [INTEGER, [7, '7', 7n, -7, null], [1.5, 2 ** 31, 'x', '', 10n ** 30n]],
    [{ kind: 'uuid' }, [UUID, UUID.toUpperCase()], ['x', '', 7]],
    // Of other kinds only the database knows.
    [{ kind: 'date' }, ['2024-02-30', new Date(0), 'today'], []],
    [DECIMAL, [1.5, '1e3', 'NaN'], []],
  ])('fits into a column of %j: %p, and not: %p', (type, fitting, others) => {
    expect(fitting.filter((value) => !canHold(type, value))).toEqual([]);
    expect(others.filter((value) => canHold(type, value))).toEqual([]);
  });
});

describe('the versions that texts stand for', () => {
  it.each<[ColumnType, readonly string[], readonly unknown[]]>([
    [INTEGER, ['2', '1', '01', '+1', '-0', '1.0', 'x', ''], [2, 1]],
    [LONG, ['9007199254740993'], ['9007199254740993']],
    [{ kind: 'uuid' }, [UUID.toUpperCase(), UUID], [UUID]],
    [{ kind: 'bytes' }, ['0A', '0a', '0'], [Buffer.from([10])]],
    [
      { kind: 'timestamp' },
      ['2024-05-01T12:00:00Z', '2024-05-01T12:00:00.000Z'],
      [new Date('2024-05-01T12:00:00Z')],
    ],
    [{ kind: 'text' }, ['b', 'a', '\0'], ['b', 'a']],
  ])('of %j: %j', (type, texts, versions) => {
    expect(versionsFromTexts(texts, type)).toEqual(versions);
  });
});
