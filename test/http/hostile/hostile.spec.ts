/** Whatever the functions, streams and stores of an application do, its process stays, and nobody is told a wrong thing. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ADAPTERS } from '../../support/adapters.js';
import { faultsOf, HostileApp, INPUTS } from '../../support/hostile.js';

const TITLES = INPUTS.filter(({ abandoned }) => !abandoned).map((input, at) => {
  const headers = JSON.stringify(input.headers ?? {}).slice(0, 60);
  return [`${at + 1}. ${input.method ?? 'GET'} ${input.path} ${headers}`, input] as const;
});

describe.each(ADAPTERS)('a process in which everything fails, on $name', (adapter) => {
  let app: HostileApp;
  beforeAll(async () => {
    app = await HostileApp.start(adapter);
  });
  afterAll(() => app.stop());

  // Each input has a process that lives, so that each is blamed for its own.
  beforeEach(async () => {
    if (!(await app.survives())) app = await HostileApp.start(adapter);
  });

  it.each(TITLES)('%s', async (_, input) => {
    const faults = await app.send(input).then(
      (response) => faultsOf(input, response),
      (error: Error) => [error.message],
    );
    // What is left without a handler ends the process a moment later.
    if (!(await app.survives())) throw new Error(`the process has ended: ${app.lastWords}`);
    expect(faults).toEqual([]);
  });

  it('runs each statement once, and no write whose precondition failed', async () => {
    const before = await app.state();
    await app.send({ method: 'PUT', path: '/hostile/builder' });
    await app.send({ path: '/hostile/builder' });
    await app.send({ path: '/hostile/builder/remembered' });
    await app.send({ path: '/hostile/builder/versioned' });
    const after = await app.state();
    expect([after.statements - before.statements, after.writes]).toEqual([4, 0]);
  });

  it('writes nothing into its store for what is not there', async () => {
    await app.send({ path: '/hostile/remembered/1' });
    const before = await app.state();
    for (let id = 2; id < 300; id += 1) {
      const headers = { 'if-none-match': '"other"' };
      expect((await app.send({ path: `/hostile/remembered/${id}`, headers })).status).toBe(404);
    }
    expect((await app.state()).keys).toBe(before.keys);
  });

  it('opens no connection, and sends no request', async () => {
    expect((await app.state()).connections).toBe(0);
  });
});
