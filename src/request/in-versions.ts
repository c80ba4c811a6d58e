import type { RoutePlan } from './route-plan.interface.js';
import type { CurrentState, EntityTag, EntityTagList, Preconditions } from '../rfc9110/index.js';
import { withoutSelection } from '../tags/variants.js';

/**
 * The preconditions of a write in terms of versions: whichever variant its client read, it may change the version. A tag
 * of another namespace stands for no version that could be current.
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

/** A current state in terms of versions: what an entity told is in them already, what a GET answered is not. */
export function stateInVersions(state: CurrentState, plan: RoutePlan): CurrentState {
  if (!plan.askGet || state.kind === 'absent' || !state.etag) return state;
  return { ...state, etag: versionOf(state.etag, plan) };
}

function listOf(list: EntityTagList, plan: RoutePlan): EntityTagList {
  if (list.kind !== 'tags') return list;
  return { kind: 'tags', tags: list.tags.map((tag) => versionOf(tag, plan)) };
}

/** Where a GET tells the current tag, it is another route's to say which namespace it has. */
function versionOf(tag: EntityTag, { askGet, variants }: RoutePlan): EntityTag {
  return askGet ? withoutSelection(tag) : variants.versionOf(tag);
}
