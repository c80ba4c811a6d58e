/** Nest copies metadata of a handler to what it registers with the HTTP adapter. */
export const MARKS = 'nestjs-etag:marks';

/** What applications note on a handler, each under its own key: several may share a controller's class. */
export type Marks<T> = WeakMap<object, T>;

export function marksOf<T>(handler: object): Marks<T> | undefined {
  return Reflect.getMetadata(MARKS, handler) as Marks<T> | undefined;
}

export function addMark<T>(handler: object, key: object, mark: T): void {
  const marks = marksOf<T>(handler) ?? new WeakMap<object, T>();
  Reflect.defineMetadata(MARKS, marks.set(key, mark), handler);
}
