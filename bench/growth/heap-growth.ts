import { Load } from '../load/load.js';
import { sendOnce } from '../load/once.js';
import { requestBytes, type Script } from '../load/script.js';
import type { GrowthResult } from '../measure/result.interface.js';
import { Server, type Host } from '../measure/server.js';
import { on } from '../comparisons/sides.js';
import type { Platform } from '../servers/launch.js';

const MILLION = 1_000_000;
const CONNECTIONS = 32;
/** Requests between two signs of life. */
const STEP = 50_000;
/** Until everything that is compiled, or kept once, is there. */
const WARM_UP = 50_000;

export interface HeapConditions {
  readonly platform: Platform;
  /** Million requests after which the heap is looked at. */
  readonly millions: readonly number[];
  readonly host: Host;
  readonly onProgress: (requests: number) => void;
}

export function heapName(platform: Platform): string {
  return `heap against the number of requests, ${platform}`;
}

/**
 * The heap of one server after garbage collections, over real HTTP: 200 and 304 in turn, each request with a query of its
 * own, so that whatever is kept of a request or of a URL adds up.
 */
export async function growthOfHeap(conditions: HeapConditions): Promise<GrowthResult> {
  const { platform, millions, host, onProgress } = conditions;
  const server = await Server.start(on(platform)('heap', 1), host);
  try {
    const { etag = '' } = await sendOnce(server.port, { path: '/hashed' });
    const load = await Load.open(
      server.port,
      Array.from({ length: CONNECTIONS }, (_, at) => mixed(at, etag)),
    );
    await load.send(WARM_UP);
    const heaps: number[] = [];
    let sent = 0;
    for (const mark of millions) {
      for (; sent < mark * MILLION; sent += STEP) {
        await load.send(STEP);
        onProgress(sent);
      }
      heaps.push(await server.heap());
    }
    load.close();
    return resultOf(platform, millions, heaps);
  } finally {
    await server.stop();
  }
}

function resultOf(platform: Platform, millions: readonly number[], heaps: readonly number[]): GrowthResult {
  return {
    kind: 'growth',
    name: heapName(platform),
    axis: 'million requests',
    at: millions,
    series: [{ name: platform, values: heaps.map((heap) => heap / heaps[0]!) }],
    target: { atMost: 1.02 },
    ratio: heaps.at(-1)! / heaps[0]!,
  };
}

/** One connection's requests: to a body hash and to a version, with the current tag and with another. */
function mixed(client: number, etag: string): Script {
  let count = 0;
  const kinds = [
    { path: '/hashed', headers: {} },
    { path: '/hashed', headers: { 'If-None-Match': etag } },
    { path: '/versioned', headers: { 'If-None-Match': '"7"' } },
    { path: '/versioned', headers: { 'If-None-Match': '"6", W/"5"' } },
  ];
  return {
    status: [200, 304],
    next() {
      count += 1;
      const { path, headers } = kinds[count % kinds.length]!;
      return requestBytes({ path: `${path}?n=${client}-${count}`, headers });
    },
  };
}
