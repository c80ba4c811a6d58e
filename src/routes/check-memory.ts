import { areGroupNames } from '../remembered/groups.js';
import { ForgetsTagsMetadata, TagMetadata } from '../metadata/route-metadata.js';
import type { Check } from './check.interface.js';

const GROUPS = 'Name at least one, as in { groups: ["products"] }, or give a function of the request.';

const rememberHasGroups: Check = (_, { options: { remember } }) => {
  if (remember === undefined || areGroups(Object(remember).groups)) return undefined;
  return `"remember" has no groups, so that nothing could end what it remembers. ${GROUPS}`;
};

const rememberHasTtl: Check = (_, { options: { remember } }) => {
  const ttl: unknown = remember?.ttl;
  if (ttl === undefined || (typeof ttl === 'number' && Number.isFinite(ttl) && ttl > 0)) return undefined;
  return `"remember" has the ttl ${JSON.stringify(ttl)}. Give it milliseconds, more than 0.`;
};

const rememberReads: Check = (route, { options: { remember } }) => {
  if (!remember || route.verb === 'GET' || !route.readOwn(TagMetadata)) return undefined;
  return `"remember" stands on a ${route.verb}; only what GET answers is remembered. Move it to the GET, and put @ForgetsTags() here.`;
};

const rememberKnowsWhom: Check = ({ verb }, { options, guarded }, settings) => {
  if (!options.remember || verb !== 'GET' || !guarded) return undefined;
  if (options.rememberFor ?? settings.rememberFor) return undefined;
  return (
    'it is guarded and remembers, but not for whom: one client would be answered from what another was sent. Say whose ' +
    'answer it is with "rememberFor: request => request.user.id", here or in EtagModule.forRoot(); or, where all who ' +
    'pass its guards get the same, "rememberFor: \'everyone\'".'
  );
};

const rememberForIsUsable: Check = (_, { options: { remember, rememberFor } }) => {
  if (rememberFor === undefined) return undefined;
  if (!remember) return '"rememberFor" has nothing to remember. Add "remember", or remove it.';
  if (rememberFor === 'everyone' || typeof rememberFor === 'function') return undefined;
  return `"rememberFor" is ${JSON.stringify(rememberFor)}; it takes a function of the request, or "everyone".`;
};

const forgetsHasGroups: Check = (route) => {
  const groups: unknown = route.read(ForgetsTagsMetadata);
  if (groups === undefined || areGroups(groups)) return undefined;
  return '@ForgetsTags() names no groups. Name at least one, as in @ForgetsTags("products"), or give it a function.';
};

const forgetsHasResponse: Check = (route) => {
  if (!route.readOwn(ForgetsTagsMetadata) || route.hasRepresentation) return undefined;
  return '@ForgetsTags() has no response to wait with. Call TagMemory.forget() where the change happens.';
};

function areGroups(groups: unknown): boolean {
  return typeof groups === 'function' || (areGroupNames(groups) && groups.length > 0);
}

/** What can be wrong with what a route remembers and forgets. */
export const MEMORY_CHECKS: readonly Check[] = [
  rememberHasGroups,
  rememberHasTtl,
  rememberReads,
  rememberKnowsWhom,
  rememberForIsUsable,
  forgetsHasGroups,
  forgetsHasResponse,
];
