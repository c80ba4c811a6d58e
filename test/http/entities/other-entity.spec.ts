/** A handler that returns an entity of another class than its route's: their versions cannot be compared. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get } from '@nestjs/common';
import { Versioned } from 'nestjs-etag';
import type { RunningApp } from '../../support/adapters.js';
import { adapterModule, MapAdapter, type Row } from '../../support/map-adapter.js';
import { send, STAGES } from '../../support/stages.js';

class Order implements Row {
  declare readonly id: string;
  declare readonly version: number;
}
class Line implements Row {
  declare readonly id: string;
  declare readonly version: number;
}
/** No adapter looks after it. */
class View {}

const ROW = { id: 'a', version: 7 };
const RETURNED: Readonly<Record<string, unknown>> = {
  order: Object.assign(new Order(), ROW),
  view: Object.assign(new View(), ROW),
  plain: ROW,
  text: 'text',
  none: null,
  list: [null],
  line: Object.assign(new Line(), ROW),
  lines: [Object.assign(new Line(), ROW)],
};

function controllerOf(name: string) {
  @Controller(name)
  class ReturningController {
    @Get(':id') @Versioned(Order, { current: false }) route(): unknown {
      return RETURNED[name];
    }
  }
  return ReturningController;
}

describe.each(STAGES)('an entity of another class, on $name', (stage) => {
  let app: RunningApp;
  beforeAll(async () => {
    const modules = [adapterModule(new MapAdapter(Order), new MapAdapter(Line))];
    app = await stage.start({ imports: modules, controllers: Object.keys(RETURNED).map(controllerOf) });
  });
  afterAll(() => app.close());

  it.each([
    ['order', '"7"'],
    ['view', '"7"'],
    ['plain', '"7"'],
    ['text', undefined],
    ['none', undefined],
    ['list', undefined],
    ['line', undefined],
    ['lines', undefined],
  ])('has no tag of the route, and is named in the log: %s', async (name, etag) => {
    app.logger.clear();
    const { status, headers } = await send(app, `GET /${name}/a`);
    expect([status, headers['etag']]).toEqual([200, etag]);
    const isOther = name.startsWith('line');
    const warnings = app.logger.warnings.filter((line) => line.includes('it returned a '));
    expect(warnings).toHaveLength(isOther ? 1 : 0);
    expect(app.logger.warnings.join()).not.toContain('making its tag failed');
    if (isOther)
      expect(warnings[0]).toMatch(
        /^ReturningController\.route sends no ETag: it returned a Line, and its tag is that of a Order\. \(.*#no-tag\) EtagModule$/,
      );
  });
});
