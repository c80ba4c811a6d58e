import { ServerResponse } from 'node:http';
import { becomesNotModified, finishCoding } from '../request/coded-response.js';
import type { Exchange } from '../request/exchange.js';
import type { ResponseHead } from '../request/response-head.interface.js';
import { routeOfRequest } from '../request/route-of-request.js';
import { ServerResponseHead } from './server-response-head.js';

/** Has a response tagged again where a compressor sets its coding. Until its head is written, nobody knows. */
export function awaitCoding(response: ServerResponse, exchange: Exchange, head: ResponseHead): void {
  const { setHeader } = response;
  const { codings, validators, method } = exchange;
  exchange.awaitsCoding = true;
  response.setHeader = function (this: ServerResponse, name, value) {
    setHeader.call(this, name, value);
    if (name.toLowerCase() === 'content-encoding' && !exchange.finished) finishCoding(exchange, head);
    return this;
  } as ServerResponse['setHeader'];
  response.once('finish', () => {
    const { etag } = validators;
    if (!etag || method !== 'GET' || response.statusCode !== 200 || codings!.of(exchange, etag) !== undefined)
      return;
    codings!.learn(exchange, etag, exchange.ownCoding ?? '');
  });
}

const finishing = new WeakSet<ServerResponse>();

/**
 * Finishes heads in what the responses of a platform inherit. A compressor calls that `writeHead` when it has decided: the head
 * is written once, and it may be that of a 304.
 */
export function finishHeads(responses: ServerResponse): void {
  // Node's own class is that of everybody.
  if (finishing.has(responses) || responses === ServerResponse.prototype) return;
  finishing.add(responses);
  const { writeHead } = responses;
  const value = function (this: ServerResponse, status: number, ...others: never[]): ServerResponse {
    const exchange = routeOfRequest(this.req)?.begun;
    if (!exchange?.codings) return writeHead.call(this, status, ...others);
    this.statusCode = status;
    const isReplaced =
      exchange.awaitsCoding && !exchange.finished && isFinished(exchange, new ServerResponseHead(this));
    if (isUncoded(this, exchange)) this.removeHeader('content-encoding');
    return isReplaced ? writeHead.call(this, this.statusCode) : writeHead.call(this, status, ...others);
  };
  Object.defineProperty(responses, 'writeHead', { value, writable: true, configurable: true });
}

function isFinished(exchange: Exchange, head: ResponseHead): boolean {
  finishCoding(exchange, head);
  return becomesNotModified(exchange, head);
}

/** Whether there is nothing to code, or the module has said identity, to keep a compressor from a range. */
function isUncoded(response: ServerResponse, { stream }: Exchange): boolean {
  const { statusCode } = response;
  if (statusCode === 304 || statusCode === 204) return true;
  return stream?.isPartial === true && response.getHeader('content-encoding') === 'identity';
}
