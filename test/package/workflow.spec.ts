import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parse } from 'yaml';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly 'timeout-minutes': number;
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly (string | number)[]>> };
  readonly env?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const workflow = parse(read('.github/workflows/ci.yml')) as {
  readonly permissions: object;
  readonly jobs: Readonly<Record<string, Job>>;
};
const { scripts } = JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> };
const jobs = Object.entries(workflow.jobs);
const commands = jobs.flatMap(([name, { steps }]) =>
  steps.flatMap(({ run }) => (run ? [[name, run] as const] : [])),
);

describe('the workflow for GitHub', () => {
  it('may read, and no more', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
  });

  it.each(jobs)('%s: ends, and installs what the lock file says before it runs anything', (_, job) => {
    expect(job['timeout-minutes']).toBeLessThanOrEqual(30);
    const runs = job.steps.flatMap(({ run }) => run ?? []);
    expect(runs[0]).toBe('npm ci');
    for (const { uses } of job.steps) expect(uses ?? 'actions/a@v1').toMatch(/^actions\/[\w-]+@v\d+$/);
  });

  it.each(commands)('%s: knows "%s"', (_, command) => {
    const [, script] = /^npm (?:run )?([\w:]+)/.exec(command) ?? [];
    if (script && !['ci', 'install', 'ls'].includes(script)) expect(Object.keys(scripts)).toContain(script);
    for (const path of command.match(/\btest\/\w+/g) ?? [])
      expect(existsSync(new URL(path, root))).toBe(true);
  });

  it.each(jobs)('%s: names nothing that its matrix does not have', (_, { strategy, ...job }) => {
    const names = JSON.stringify(job).matchAll(/matrix\.(\w+)/g);
    for (const [, name] of names) expect(Object.keys(strategy?.matrix ?? {})).toContain(name);
  });

  it('tests on every line of Node and of Nest', () => {
    expect(workflow.jobs['test']!.strategy!.matrix).toEqual({ node: [20, 22, 24, 26], nest: [11, 12] });
  });

  it("runs with Nest's NodeAdapter, and with nothing in its place", () => {
    const { env, steps } = workflow.jobs['node-adapter']!;
    const runs = steps.map(({ run = '' }) => run);
    expect(env).toMatchObject({ REQUIRE_NODE_ADAPTER: '1' });
    const installs = runs.findIndex((run) => /^npm install --no-save .*@nestjs\/platform-node@/.test(run));
    expect(installs).toBeGreaterThan(0);
    expect(runs.findIndex((run) => run.startsWith('npm test'))).toBeGreaterThan(installs);
  });
});

describe('REQUIRE_NODE_ADAPTER', () => {
  /** Hides the package, where it is installed. */
  const hooks = `export const resolve = (name, context, next) => {
    if (name === '@nestjs/platform-node') throw new Error('there is none');
    return next(name, context);
  }`;
  const data = (code: string) => `data:text/javascript,${encodeURIComponent(code)}`;
  const hide = data(`import { register } from 'node:module'; register(${JSON.stringify(data(hooks))})`);
  const choose = `const { NodeAdapter } = await import('./test/support/node-adapter.mjs'); console.log(NodeAdapter.name)`;

  async function chosen(required: string): Promise<string> {
    const env = { ...process.env, REQUIRE_NODE_ADAPTER: required };
    const args = ['--import', hide, '--input-type=module', '--eval', choose];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: fileURLToPath(root), env });
    return stdout.trim();
  }

  it('fails a run where something would stand in for the adapter', async () => {
    expect(await chosen('')).toBe('StandInNodeAdapter');
    await expect(chosen('1')).rejects.toThrow('there is none');
  });
});
