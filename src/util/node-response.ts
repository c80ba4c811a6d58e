import type { ExecutionContext } from '@nestjs/common';
import type { ServerResponse } from 'node:http';

/** The response as Node has it, below every platform. */
export function nodeResponseOf(context: ExecutionContext): ServerResponse {
  const response = context.switchToHttp().getResponse<ServerResponse | { readonly raw: ServerResponse }>();
  return 'raw' in response ? response.raw : response;
}

/**
 * Calls back once when a response is sent, or is lost with its client. It says "close" where it was lost, and where nothing
 * but "finish" is said, there is no connection: a request was injected.
 */
export function whenOver(response: unknown, callback: () => void): void {
  const { raw = response } = response as { readonly raw?: unknown };
  let isOver = false;
  const over = (): void => {
    if (!isOver) callback();
    isOver = true;
  };
  (raw as ServerResponse).once('finish', over).once('close', over);
}

/** Calls back when a response is over: at once where its client is gone already. */
export function onceOver(response: ServerResponse, callback: () => void): void {
  if (response.closed || response.req.socket.destroyed) callback();
  else response.once('close', callback);
}
