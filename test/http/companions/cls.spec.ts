import { expect, it } from '@jest/globals';
import { describeBeside } from './beside.js';

describeBeside(['nestjs-cls'], {}, (beside) => {
  it.each(['versioned', 'made'])('who asks is known to the look-up and to the tag: %s', async (route) => {
    const { ours } = beside;
    const ask = (user: string, condition = {}) =>
      ours.ask(`GET /mine/${route}`, { 'x-user': user, ...condition });
    // At the same time, since that is what the library keeps apart.
    const users = ['anna', 'bert', 'carl', 'dora'];
    const answers = await Promise.all(users.map((user) => ask(user)));
    expect(answers.map(({ headers }) => headers['etag'])).toEqual(users.map((user) => `"${user}"`));
    const again = await Promise.all(users.map((user) => ask(user, { 'if-none-match': '"bert"' })));
    expect(again.map(({ status }) => status)).toEqual([200, 304, 200, 200]);
  });

  it('an update is evaluated against what is current for who asks', async () => {
    const { ours } = beside;
    const write = async (user: string) =>
      (await ours.ask('PUT /mine/versioned', { 'x-user': user, 'if-match': '"bert"' }, {})).status;
    expect(await Promise.all(['anna', 'bert', 'carl'].map(write))).toEqual([412, 200, 412]);
  });
});
