import type { RouteHandler } from '../metadata/route-handlers.js';
import { ForgetsTagsMetadata, TagMetadata } from '../metadata/route-metadata.js';
import type { TagGroups } from '../options/remember-options.interface.js';
import type { Settings } from '../options/settings.js';
import { selectingFields } from '../remembered/entry-key.js';
import { areGroupNames, groupKeysOf } from '../remembered/groups.js';
import type { RememberPlan } from '../request/route-plan.interface.js';
import type { Checks, RouteTag } from './route-tag.js';

/** On a class it holds for GET only: what is remembered is what GET sent. */
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

/** On a class it holds for what may change something. */
export function forgottenBy(route: RouteHandler): TagGroups | undefined {
  return route.reads ? route.readOwn(ForgetsTagsMetadata) : route.read(ForgetsTagsMetadata);
}

function areGroups(groups: unknown): boolean {
  return typeof groups === 'function' || (areGroupNames(groups) && groups.length > 0);
}

/** What can be wrong with what a route remembers and forgets. */
export const MEMORY_CHECKS: Checks = {
  rememberHasGroups: (_, { options: { remember } }) => {
    if (remember === undefined || areGroups(Object(remember).groups)) return undefined;
    return (
      '"remember" has no groups, so that nothing could end what it remembers. ' +
      'Name at least one, as in { groups: ["products"] }, or give a function of the request.'
    );
  },
  rememberHasTtl: (_, { options: { remember } }) => {
    const ttl: unknown = remember?.ttl;
    if (ttl === undefined || (typeof ttl === 'number' && Number.isFinite(ttl) && ttl > 0)) return undefined;
    return `"remember" has the ttl ${JSON.stringify(ttl)}. Give it milliseconds, more than 0.`;
  },
  rememberReads: (route, { options: { remember } }) => {
    if (!remember || route.verb === 'GET' || !route.readOwn(TagMetadata)) return undefined;
    return `"remember" stands on a ${route.verb}; only what GET answers is remembered. Move it to the GET, and put @ForgetsTags() here.`;
  },
  rememberKnowsWhom: ({ verb }, { options, guarded }, settings) => {
    if (!options.remember || verb !== 'GET' || !guarded) return undefined;
    if (options.rememberFor ?? settings.rememberFor) return undefined;
    return (
      'it is guarded and remembers, but not for whom: one client would be answered from what another was sent. Say whose ' +
      'answer it is with "rememberFor: request => request.user.id", here or in EtagModule.forRoot(); or, where all who ' +
      'pass its guards get the same, "rememberFor: \'everyone\'".'
    );
  },
  rememberForIsUsable: (_, { options: { remember, rememberFor } }) => {
    if (rememberFor === undefined) return undefined;
    if (!remember) return '"rememberFor" has nothing to remember. Add "remember", or remove it.';
    if (rememberFor === 'everyone' || typeof rememberFor === 'function') return undefined;
    return `"rememberFor" is ${JSON.stringify(rememberFor)}; it takes a function of the request, or "everyone".`;
  },
  forgetsHasGroups: (route) => {
    const groups: unknown = route.read(ForgetsTagsMetadata);
    if (groups === undefined || areGroups(groups)) return undefined;
    return '@ForgetsTags() names no groups. Name at least one, as in @ForgetsTags("products"), or give it a function.';
  },
  forgetsHasResponse: (route) => {
    if (!route.readOwn(ForgetsTagsMetadata) || route.hasRepresentation) return undefined;
    return '@ForgetsTags() has no response to wait with. Call TagMemory.forget() where the change happens.';
  },
};
