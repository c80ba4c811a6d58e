import { channel } from 'node:diagnostics_channel';

/** Where decisions are published. As long as nobody listens, nothing is noted for them. */
export const decisions = channel('nestjs-etag:decision');
