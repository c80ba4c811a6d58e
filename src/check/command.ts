import { writeFileSync } from 'node:fs';
import { conditional } from '../testing/conditional.js';
import type { RouteReport } from '../testing/report/route-report.js';
import { RULES } from '../testing/rules/all.js';
import { inTurn } from '../testing/rules/rule.js';
import { argumentsOf, type Arguments } from './arguments.js';
import { jsonReport, junitReport } from './formats.js';
import { Progress, type Output } from './progress.js';
import { sourcesOf, type Source, type Sources } from './sources.js';
import { terminalReport } from './summary.js';
import { explained } from '../util/explained.js';
import { USAGE, UsageError } from './usage.js';

/** The part of a process that the command has to do with. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
}

/** Runs the command. It does not reject. @returns the exit code */
export async function run(given: readonly string[], { stdout, stderr }: Io): Promise<number> {
  try {
    const args = argumentsOf(given);
    if (args.help) {
      stdout.write(USAGE);
      return 0;
    }
    const sources = await sourcesOf(args);
    const routes = withWrites(sources.routes, args);
    if (routes.length === 0) throw new UsageError(nothingToCheck(sources));
    const reports = await reportsOn(routes, args, stderr);
    stdout.write(args.json ? jsonReport(reports, sources) : terminalReport(reports, sources));
    if (args.junit !== undefined) writeFileSync(args.junit, junitReport(reports));
    return reports.every(({ passed }) => passed) ? 0 : 1;
  } catch (error) {
    stderr.write(`nestjs-etag: ${error instanceof Error ? error.message : String(error)}\n`);
    if (error instanceof UsageError)
      stderr.write(`${explained('check-usage', 'nestjs-etag --help says how to call it.')}\n`);
    return 2;
  }
}

/** A write of a route that nobody named is checked as well, on the server of the first one. */
function withWrites(routes: readonly Source[], { writes, server }: Arguments): readonly Source[] {
  const origin = routes[0]?.origin ?? (server === undefined ? undefined : new URL(server).origin);
  const others = writes.filter(({ path }) => !routes.some((route) => route.path === path));
  if (others.length > 0 && origin === undefined)
    throw new UsageError('The write has no server. Give it: --server <url>');
  return [...routes, ...others.map(({ path }) => ({ origin: origin!, path }))];
}

function nothingToCheck({ skipped }: Sources): string {
  if (skipped.length === 0) return 'There is nothing to check: the document has no GET.';
  return skipped.map(({ path, why }) => `GET ${path} cannot be checked: ${why}`).join('\n');
}

async function reportsOn(
  routes: readonly Source[],
  args: Arguments,
  output: Output,
): Promise<readonly RouteReport[]> {
  const { headers, ignore, timeout, maxBytes, writes } = args;
  const progress = new Progress(output, routes.length, RULES.length - ignore.length);
  const reports = await inTurn(routes, ({ origin, path }) => {
    const route = `GET ${path}`;
    progress.begin(route);
    const write = writes.find((each) => each.path === path);
    const api = conditional(origin, { headers, ignore, timeout, maxBytes });
    return api.report(path, write, (done) => progress.show(route, done));
  });
  progress.end();
  return reports;
}
