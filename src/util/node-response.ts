import type { ExecutionContext } from '@nestjs/common';
import type { ServerResponse } from 'node:http';

/** The response as Node has it, below every platform. */
export function nodeResponseOf(context: ExecutionContext): ServerResponse {
  const response = context.switchToHttp().getResponse<ServerResponse | { readonly raw: ServerResponse }>();
  return 'raw' in response ? response.raw : response;
}

/** Calls back when a response is over: at once where its client is gone already. */
export function onceOver(response: ServerResponse, callback: () => void): void {
  if (response.closed || response.req.socket.destroyed) callback();
  else response.once('close', callback);
}
