import { serveRemembered } from '../remembering.js';
import type { Start } from '../serving.js';

/** `remember`: a 304 without the handler, from a tag kept in the process. */
export const start: Start = (launch) => serveRemembered(launch);
