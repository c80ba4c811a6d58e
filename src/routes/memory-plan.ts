import type { TagGroups } from '../options/remember-options.interface.js';
import { selectingFields } from '../remembered/entry-key.js';
import { groupKeysOf } from '../remembered/groups.js';
import type { RouteHandler } from '../metadata/route-handlers.js';
import { ForgetsTagsMetadata } from '../metadata/route-metadata.js';
import type { RememberPlan } from '../request/route-plan.interface.js';
import type { Settings } from '../options/settings.js';
import type { RouteTag } from './route-tag.js';

/** On a class for GET only: what is remembered is what GET sent. */
export function rememberPlanOf(
  { verb }: RouteHandler,
  { options, guarded }: RouteTag,
  settings: Settings,
): RememberPlan | undefined {
  if (!options.remember || verb !== 'GET') return undefined;
  const { groups, ttl } = options.remember;
  const rememberFor = options.rememberFor ?? (guarded ? settings.rememberFor : undefined);
  return {
    groupKeys: groupKeysOf(groups),
    ttl,
    rememberFor: rememberFor === 'everyone' ? () => 'everyone' : rememberFor,
    selecting: selectingFields(options.vary ?? []),
  };
}

/** On a class for what may change something. */
export function forgottenBy(route: RouteHandler): TagGroups | undefined {
  const reads = route.verb === 'GET' || route.verb === 'HEAD';
  return reads ? route.readOwn(ForgetsTagsMetadata) : route.read(ForgetsTagsMetadata);
}
