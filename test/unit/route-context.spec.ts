import { describe, expect, it } from '@jest/globals';
import { RouteContext } from '../../src/request/route-context.js';

class ThingsController {
  list(): void {}
}

describe('the context of a handler', () => {
  const request = { method: 'GET', headers: {} };
  const response = {};
  const next = (): void => {};
  const { list } = ThingsController.prototype;
  const context = new RouteContext(ThingsController, list, request, response, next);

  it('says what the context of an interceptor says', () => {
    expect(context.getType()).toBe('http');
    expect(context.getClass()).toBe(ThingsController);
    expect(context.getHandler()).toBe(list);
    expect(context.getArgs()).toEqual([request, response, next]);
    expect([0, 1, 2].map((index) => context.getArgByIndex(index))).toEqual([request, response, next]);
    const http = context.switchToHttp();
    expect([http.getRequest(), http.getResponse(), http.getNext()]).toEqual([request, response, next]);
  });

  it('takes what it has for other transports, as Nest does', () => {
    const rpc = context.switchToRpc();
    expect([rpc.getData(), rpc.getContext()]).toEqual([request, response]);
    const ws = context.switchToWs();
    expect([ws.getClient(), ws.getData(), ws.getPattern()]).toEqual([request, response, '']);
  });
});
