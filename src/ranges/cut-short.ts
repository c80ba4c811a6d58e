/** The error of a source that has fewer bytes than were announced. */
export function cutShort(missing: number): Error {
  return new Error(`The content ended ${missing} bytes before the length it was announced with.`);
}
