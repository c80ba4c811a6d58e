import type { RoutePlan } from './route-plan.interface.js';
import type { EntityTagList, Preconditions } from '../rfc9110/index.js';

/**
 * The preconditions of a write in terms of versions: whichever variant its client read, it may change the version. A tag
 * of another namespace, or with a variant that nobody was sent, stands for no version that could be current.
 */
export function inVersions(preconditions: Preconditions, plan: RoutePlan): Preconditions {
  const { ifMatch, ifNoneMatch } = preconditions;
  if (ifMatch?.kind !== 'tags' && ifNoneMatch?.kind !== 'tags') return preconditions;
  return {
    ...preconditions,
    ...(ifMatch && { ifMatch: listOf(ifMatch, plan) }),
    ...(ifNoneMatch && { ifNoneMatch: listOf(ifNoneMatch, plan) }),
  };
}

function listOf(list: EntityTagList, plan: RoutePlan): EntityTagList {
  if (list.kind !== 'tags') return list;
  return { kind: 'tags', tags: list.tags.map((tag) => plan.variants.versionOf(tag)) };
}
