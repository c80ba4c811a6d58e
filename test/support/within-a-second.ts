import type { WireResponse } from './wire.js';

/**
 * Asks until a response was made within one second, its `Date` included: what is measured in whole seconds can be
 * compared then. Node keeps the `Date` of its responses for a second, and a busy process for longer.
 */
export async function withinASecond(ask: () => Promise<WireResponse>): Promise<WireResponse> {
  for (;;) {
    const before = second();
    const response = await ask();
    if (second() === before && Date.parse(response.headers['date']!) === before) return response;
  }
}

function second(): number {
  return Math.floor(Date.now() / 1000) * 1000;
}
