import type { EtagDecision } from 'nestjs-etag';
import { subscribe } from 'node:diagnostics_channel';

/** The routes that answered 412, one after the other. */
export const refused: string[] = [];

subscribe('nestjs-etag:decision', (message) => {
  const { outcome, route } = message as EtagDecision;
  if (outcome === 'precondition-failed') refused.push(route);
});
