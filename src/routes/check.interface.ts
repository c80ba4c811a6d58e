import type { RouteHandler } from '../metadata/route-handlers.js';
import type { Settings } from '../options/settings.js';
import type { RouteTag } from './route-tag.js';

/** A developer's mistake on one route: undefined where it does not apply, else what is wrong and the fix. */
export type Check = (route: RouteHandler, tag: RouteTag, settings: Settings) => string | undefined;
