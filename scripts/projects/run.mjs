// Runs the commands of a check, and counts the checks.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** In milliseconds: ends what hangs. */
const LIMIT = 240_000;
/** A warning that changes nothing would be read as a failure; and a test must not know that this is a gate's run. */
const { CI: _, NODE_OPTIONS: __, ...ENVIRONMENT } = process.env;

/** @throws Error with all that the command has said, where it fails */
export async function run(command, args, cwd, env = {}) {
  const { code, said } = await outcome(command, args, cwd, env);
  if (code !== 0) throw new Error(`${[command, ...args].join(' ')} ended with ${code}:\n${said}`);
  return said;
}

export async function outcome(command, args, cwd, env = {}) {
  const child = spawn(command, args, {
    cwd,
    env: { ...ENVIRONMENT, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIMIT,
  });
  const said = Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await once(child, 'close');
  return { code, said: (await said).join('\n').trim() };
}

/** Checks fail one by one: what a project cannot do says nothing of what another can. */
export class Tally {
  passed = 0;
  failed = 0;
  skipped = 0;

  /** @returns whether it passed; what `does` returns says why it was left out, where it was */
  async check(what, does) {
    const started = Date.now();
    try {
      const reason = await does();
      this[reason ? 'skipped' : 'passed'] += 1;
      const seconds = ((Date.now() - started) / 1000).toFixed(1);
      console.log(reason ? `- ${what}: left out, ${reason}` : `✔ ${what} (${seconds} s)`);
      return true;
    } catch (error) {
      this.failed += 1;
      console.error(`✘ ${what}\n${error.message}`);
      return false;
    }
  }
}
