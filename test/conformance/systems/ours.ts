/** The module, on one of its platforms. */
import { EtagModule } from 'nestjs-etag';
import { startApp, type Adapter, type RunningApp } from '../../support/adapters.js';
import { STATES } from '../cases.js';
import { controllerOf } from './our-routes.js';
import { Changes } from './resource.js';
import type { Precondition, System } from './system.interface.js';

const ALL: readonly Precondition[] = [
  'if-match',
  'if-none-match',
  'if-modified-since',
  'if-unmodified-since',
];
const PLATFORMS = { express: 'Express', fastify: 'Fastify', node: 'NodeAdapter' };

export function ours(adapter: Adapter): System {
  return {
    name: `nestjs-etag, ${PLATFORMS[adapter.name]}`,
    ours: true,
    offers: { reads: ALL, writes: ALL, ranges: true, has: () => true },
    async start() {
      const changes = new Changes();
      const plain = await startWith(adapter, changes, false);
      const compressing = await startWith(adapter, changes, true);
      return {
        portFor: ({ coded }) => (coded ? compressing : plain).port,
        performed: (id) => changes.has(id),
        close: () => Promise.all([plain.close(), compressing.close()]),
      };
    },
  };
}

function startWith(adapter: Adapter, changes: Changes, compresses: boolean): Promise<RunningApp> {
  const states = Object.entries(STATES).filter(([, { coded = false }]) => coded === compresses);
  return startApp(
    {
      imports: [EtagModule.forRoot()],
      providers: [{ provide: Changes, useValue: changes }],
      controllers: states.map(([name, state]) => controllerOf(name, state, changes)),
    },
    adapter,
    { configure: (app) => compresses && adapter.compress(app) },
  );
}
