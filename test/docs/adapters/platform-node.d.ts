/** It is not on every registry, so that the compiler need not find it. */
declare module '@nestjs/platform-node' {
  import type { AbstractHttpAdapter } from '@nestjs/core';

  export const NodeAdapter: new () => AbstractHttpAdapter;
}
