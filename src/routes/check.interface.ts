import type { RouteHandler } from '../metadata/route-handlers.js';
import type { Settings } from '../options/settings.js';
import type { ResolvedTag } from './tag-source.js';

/** A developer's mistake on one route: undefined where it does not apply, else what is wrong and the fix. */
export type Check = (route: RouteHandler, tag: ResolvedTag, settings: Settings) => string | undefined;
