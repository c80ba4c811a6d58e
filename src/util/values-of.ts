import { from, isObservable, mergeMap, of, type Observable } from 'rxjs';
import { isPromiseLike } from './maybe-promise.js';

/** The values of whatever was returned: a value, a promise of one, an Observable, or a promise of that. */
export function valuesOf(returned: unknown): Observable<unknown> {
  if (!isPromiseLike(returned)) return isObservable(returned) ? returned : of(returned);
  return from(returned).pipe(mergeMap((value) => (isObservable(value) ? value : of(value))));
}
