import { ServerResponse } from 'node:http';

type End = ServerResponse['end'];

/**
 * Runs when the head of a response is complete, its coding decided, and nothing of it is written yet.
 * @param then is told whether the body will be coded; true where it has ended the response in another way
 */
export function beforeEnd(response: ServerResponse, then: (isCoded: boolean) => boolean): void {
  const { end } = response;
  response.end = function (this: ServerResponse, ...args: unknown[]) {
    response.end = end;
    const before = response.getHeader('content-encoding');
    letCompressorsDecide(response);
    return then(response.getHeader('content-encoding') !== before)
      ? this
      : (end as (...args: unknown[]) => ServerResponse).apply(this, args);
  } as End;
}

/**
 * A compressor decides as the head is about to be written, in the place of `writeHead`. Node refuses to write a head
 * with a line break in its status message, but only after the compressor has decided. So nothing is written.
 */
function letCompressorsDecide(response: ServerResponse): void {
  // HTTP/2 has no status message, and would write the head.
  if (response.headersSent || !(response instanceof ServerResponse)) return;
  const { statusMessage } = response;
  response.statusMessage = '\n';
  try {
    response.writeHead(response.statusCode);
  } catch {
    // As it was meant to.
  }
  response.statusMessage = statusMessage;
}

/** Tells of a content coding that is set from now on. */
export function onCoding(response: ServerResponse, then: (coding: string) => void): void {
  const { setHeader } = response;
  response.setHeader = function (this: ServerResponse, name, value) {
    const returned = setHeader.call(this, name, value);
    if (name.toLowerCase() === 'content-encoding') then(String(value).toLowerCase());
    return returned;
  } as ServerResponse['setHeader'];
}
