/** Every rule of the list of RFC 9110's rules by its number, on both adapters. The matrix tries what they share. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ADAPTERS, startApp, type RunningApp } from '../../support/adapters.js';
import { fixture } from './fixture.js';
import type { Apps } from './rule.js';
import { DATES } from './rules.dates.js';
import { ORDER } from './rules.order.js';
import { RangedController } from './ranged.fixture.js';
import { RANGES } from './rules.ranges.js';
import { RESPONSES } from './rules.responses.js';
import { TAGS } from './rules.tags.js';
import { SpecialController, TurnAway } from './special.fixture.js';

const RULES = [...ORDER, ...TAGS, ...DATES, ...RANGES, ...RESPONSES];
const NUMBERS = [...Array(41).keys()].map((at) => at + 1);

it('has a test of every rule', () => {
  const tested = new Set(RULES.map(({ number }) => number));
  expect(NUMBERS.filter((number) => !tested.has(number))).toEqual([]);
});

describe.each(ADAPTERS)('on $name', (adapter) => {
  const apps: Partial<Record<keyof Apps, RunningApp>> = {};
  const extra = { controllers: [SpecialController, RangedController], providers: [TurnAway] };
  beforeAll(async () => {
    apps.strict = await startApp(fixture({ putValidators: 'strict' }), adapter);
    apps.main = await startApp(fixture({}, extra), adapter);
  });
  afterAll(() => Promise.all([apps.main?.close(), apps.strict?.close()]));

  it.each(RULES)('rule $number: $title', ({ test }) => test(apps as Apps));

  it('logs no error', () => expect(apps.main?.logger.errors).toEqual([]));
});
