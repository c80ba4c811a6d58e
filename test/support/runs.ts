/**
 * Whether tests that need a server run. On a machine of its own a developer may do without, and is told; the build may not:
 * there the tests run, and fail.
 * @param why nothing where the server is there; else what is missing, and what to start
 */
export function runs(what: string, why: string | undefined): boolean {
  if (why === undefined || process.env['CI'] === 'true') return true;
  console.warn(`Skipped: ${what}${why}`);
  return false;
}
