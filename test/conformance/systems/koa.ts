/** `koa-conditional-get`, with `koa-etag` where a state has the tag of its bytes. */
import { once } from 'node:events';
import Koa from 'koa';
import conditional from 'koa-conditional-get';
import etag from 'koa-etag';
import { STATES } from '../cases.js';
import { isFuture, running } from './express.js';
import { Changes, represent } from './resource.js';
import type { RunningSystem, System } from './system.interface.js';

export const KOA: System = {
  name: 'koa-conditional-get',
  ours: false,
  offers: {
    reads: ['if-none-match', 'if-modified-since'],
    writes: [],
    ranges: false,
    has: ({ required, recognises, coded, lastModified }) =>
      !required && !recognises && !coded && !isFuture(lastModified),
  },
  start,
};

async function start(): Promise<RunningSystem> {
  const changes = new Changes();
  const app = new Koa();
  // koa-etag says on the console that it has a successor.
  const { warn } = console;
  console.warn = () => undefined;
  const tagging = etag();
  console.warn = warn;
  app.use(conditional());
  app.use((context, next) => (STATES[context.path.split('/')[1]!]?.hashed ? tagging(context, next) : next()));
  app.use((context) => {
    const [, name = '', id = ''] = context.path.split('/');
    const language = context.get('accept-language');
    const answer = represent(name, STATES[name]!, { method: context.method, id, language }, changes);
    context.status = answer.status;
    context.set(answer.fields);
    if (answer.body !== undefined) context.body = answer.body;
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return running(server, changes);
}
