import { describe, expect, it } from '@jest/globals';
import { exchangeOf, keepExchange } from '../../src/request/route-of-request.js';
import type { Exchange } from '../../src/request/exchange.js';
import { withoutTag, type ExpressResponse } from '../../src/express/express-application.js';
import { ExpressPlatform } from '../../src/express/express.platform.js';

describe('a response without a tag of Express', () => {
  it('has the other settings of its application', () => {
    const settings: Record<string, unknown> = { 'etag fn': () => 'W/"1"', env: 'test' };
    const response = { app: { get: (name: string) => settings[name] } } as unknown as ExpressResponse;
    withoutTag(response);
    expect([response.app.get('etag fn'), response.app.get('env')]).toEqual([undefined, 'test']);
  });
});

describe('the platform', () => {
  it('has nothing to prepare where there are no routes', () => {
    expect(() => new ExpressPlatform(undefined, 'nest').prepare()).not.toThrow();
  });
});

describe('an exchange', () => {
  it('is kept of a request nobody has noted, as Nest 11 has them for ALL on Fastify', () => {
    const request = {};
    const exchange = {} as Exchange;
    keepExchange(request, exchange);
    expect(exchangeOf(request)).toBe(exchange);
  });
});
