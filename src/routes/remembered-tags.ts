import type { RouteHandler } from '../metadata/route-handlers.js';
import { ForgetsTagsMetadata, TagMetadata } from '../metadata/route-metadata.js';
import type { TagGroups } from '../options/remember-options.interface.js';
import type { Settings } from '../options/settings.js';
import { selectingFields } from '../remembered/entry-key.js';
import { areGroupNames, groupKeysOf } from '../remembered/groups.js';
import type { RememberPlan } from '../request/route-plan.interface.js';
import { explained } from '../util/explained.js';
import type { Mistakes, RouteTag } from './route-tag.js';

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

export function* memoryMistakes(route: RouteHandler, tag: RouteTag, settings: Settings): Mistakes {
  yield* rememberMistakes(route, tag, settings);
  const forgotten: unknown = route.read(ForgetsTagsMetadata);
  if (forgotten !== undefined && !areGroups(forgotten))
    yield explained(
      'forgets-no-groups',
      '@ForgetsTags() names no groups. Name at least one, as in @ForgetsTags("products"), or give it a function.',
    );
  if (route.readOwn(ForgetsTagsMetadata) && !route.hasRepresentation)
    yield explained(
      'forgets-without-a-response',
      '@ForgetsTags() has no response to wait with. Call TagMemory.forget() where the change happens.',
    );
}

function* rememberMistakes(
  route: RouteHandler,
  { options, guarded }: RouteTag,
  settings: Settings,
): Mistakes {
  const { remember, rememberFor } = options;
  const ttl: unknown = remember?.ttl;
  if (remember !== undefined && !areGroups(Object(remember).groups))
    yield explained(
      'remember-without-groups',
      '"remember" has no groups, so that nothing could end what it remembers. ' +
        'Name at least one, as in { groups: ["products"] }, or give a function of the request.',
    );
  if (ttl !== undefined && !(typeof ttl === 'number' && Number.isFinite(ttl) && ttl > 0))
    yield explained(
      'remember-ttl',
      `"remember" has the ttl ${JSON.stringify(ttl)}. Give it milliseconds, more than 0.`,
    );
  if (remember && route.verb !== 'GET' && route.readOwn(TagMetadata))
    yield explained(
      'remember-on-a-write',
      `"remember" stands on a ${route.verb}; only what GET answers is remembered. Move it to the GET, and put @ForgetsTags() here.`,
    );
  if (remember && route.verb === 'GET' && guarded && !(rememberFor ?? settings.rememberFor))
    yield explained(
      'remember-for-whom',
      'it is guarded and remembers, but not for whom: one client would be answered from what another was sent. Say whose ' +
        'answer it is with "rememberFor: request => request.user.id", here or in EtagModule.forRoot(); or, where all who ' +
        'pass its guards get the same, "rememberFor: \'everyone\'".',
    );
  if (rememberFor === undefined) return;
  if (!remember)
    yield explained(
      'remember-for-without-remember',
      '"rememberFor" has nothing to remember. Add "remember", or remove it.',
    );
  else if (rememberFor !== 'everyone' && typeof rememberFor !== 'function')
    yield explained(
      'remember-for-value',
      `"rememberFor" is ${JSON.stringify(rememberFor)}; it takes a function of the request, or "everyone".`,
    );
}
