import type { Workload } from '../comparisons/comparison.interface.js';
import { isOnDatabase, type Launch } from '../servers/launch.js';
import { sendOnce } from './once.js';
import { always, following, type RequestParts, type Script } from './script.js';

/** One request under way on each. */
const CONNECTIONS = 16;

/** What is read. */
export function readOf(launch: Launch): RequestParts {
  return { path: isOnDatabase(launch) ? '/products/1' : '/catalogue' };
}

/** What one client writes: each has a row of its own. */
export function writeOf(launch: Launch, client: number): RequestParts {
  const path = `${isOnDatabase(launch) ? '/products' : '/rows'}/${client}`;
  return { method: 'PUT', path, body: { name: `Product ${client}`, stock: client } };
}

/** What the clients of a workload send. */
export async function scriptsFor(workload: Workload, launch: Launch, port: number): Promise<Script[]> {
  if (workload === 'write') return clients((client) => following(writeOf(launch, client), '"1"'));
  const read = readOf(launch);
  if (workload === 'read') return clients(() => always(read, 200));
  const { etag } = await sendOnce(port, read);
  // Who sends no tag answers 200, whatever is asked.
  if (etag === undefined) return clients(() => always(read, 200));
  return clients(() => always({ ...read, headers: { 'If-None-Match': etag } }, 304));
}

function clients(script: (client: number) => Script): Script[] {
  return Array.from({ length: CONNECTIONS }, (_, at) => script(at + 1));
}
