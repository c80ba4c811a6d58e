import { join } from 'node:path';
import { excessOf } from './counts/limits.js';
import { findCores, pinThisProcess } from './measure/cores.js';
import type { Result } from './measure/result.interface.js';
import { verdictOn } from './measure/verdict.js';
import { readOptions, USAGE, type Options } from './options.js';
import { programme } from './programme.js';
import { Progress } from './progress.js';
import { environmentOf } from './report/environment.js';
import { Report } from './report/report.js';
import { ROOT } from './root.js';
import { missing, mustBeThere } from './services.js';
import type { Step, StepConditions } from './step.interface.js';

let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    interrupted = true;
    console.error('\nstopping after this one; what is measured is kept');
  });
}

/** @throws Error where the step fails; a step whose service is missing is skipped */
async function resultOf(step: Step, conditions: StepConditions): Promise<Result> {
  for (const service of step.needs) {
    const reason = await missing(service);
    if (reason && mustBeThere(service)) throw new Error(reason);
    if (reason) return { kind: 'skipped', name: step.name, group: step.group, reason };
  }
  return step.run(conditions);
}

/** Why a result fails the run; undefined where it does not. */
function failureOf(result: Result): string | undefined {
  if (result.kind === 'skipped') return undefined;
  if (result.kind === 'count') return excessOf(result);
  const ratio = typeof result.ratio === 'object' ? result.ratio.median : result.ratio;
  if (ratio === undefined || !result.target || verdictOn(ratio, result.target) !== 'gross') return undefined;
  return `${ratio.toFixed(2)} is more than half again its target of ${result.target.atMost}`;
}

async function main(options: Options): Promise<string[]> {
  const { effort, folder, profile, only } = options;
  const cores = options.short ? undefined : findCores();
  if (cores) pinThisProcess(cores.client);
  const flags = profile ? ['--cpu-prof', `--cpu-prof-dir=${join(ROOT, folder)}`] : [];
  const report = new Report(folder, environmentOf(options.short ? undefined : cores !== undefined));
  if (only) report.keepOthers();
  const steps = programme(options);
  const progress = new Progress(steps.length);
  const failures: string[] = [];
  for (const step of steps) {
    if (interrupted) break;
    const conditions = {
      effort,
      host: { core: cores?.server, flags },
      onProgress: progress.begin(step.name),
    };
    try {
      const result = await resultOf(step, conditions);
      report.add(result);
      progress.end(result);
      const failure = failureOf(result);
      if (failure) failures.push(`${step.name}: ${failure}`);
    } catch (error) {
      progress.fail(error as Error);
      failures.push(`${step.name}: ${(error as Error).message}`);
    }
  }
  console.log(`\n${report.table}`);
  if (!options.short && !profile) report.quote();
  return failures;
}

try {
  const failures = await main(readOptions(process.argv.slice(2)));
  for (const failure of failures) console.log(`✘ ${failure}`);
  if (failures.length > 0 || interrupted) process.exitCode = 1;
} catch (error) {
  console.error(`${(error as Error).message}\n\n${USAGE}`);
  process.exitCode = 1;
}
