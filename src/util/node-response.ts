import type { ExecutionContext } from '@nestjs/common';
import type { ServerResponse } from 'node:http';

/** The response as Node has it, below either platform. */
export function nodeResponseOf(context: ExecutionContext): ServerResponse {
  const response = context.switchToHttp().getResponse<ServerResponse | { readonly raw: ServerResponse }>();
  return 'raw' in response ? response.raw : response;
}
