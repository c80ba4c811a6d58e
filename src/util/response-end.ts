import type { ServerResponse } from 'node:http';

/** Calls back when a response is over: at once where its client is gone already. */
export function onceOver(response: ServerResponse, callback: () => void): void {
  if (response.closed || response.req.socket.destroyed) callback();
  else response.once('close', callback);
}

/** Ends a response that has begun, so that it does not look complete. */
export function breakOff(response: ServerResponse): void {
  if (response.headersSent) response.destroy();
}
