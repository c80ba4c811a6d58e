import { setTimeout as sleep } from 'node:timers/promises';

/** Something that goes wrong, several times, at moments nobody chose. */
export interface Fault {
  readonly name: string;
  readonly strike: () => Promise<void>;
}

/** Milliseconds between two strikes of one fault, at random. */
const SHORTEST = 100;
const LONGEST = 700;

/** All faults at once, each as often as asked. */
export class Faults {
  /** Whether there are more to come. */
  pending = true;
  private readonly struck = new Map<string, number>();

  constructor(
    private readonly faults: readonly Fault[],
    private readonly times: number,
  ) {
    this.pending = faults.length > 0;
  }

  async run(signal: AbortSignal): Promise<void> {
    try {
      await Promise.all(this.faults.map((fault) => this.repeat(fault, signal)));
    } finally {
      this.pending = false;
    }
  }

  /** For the table: what happened how often. */
  toString(): string {
    return [...this.struck].map(([name, times]) => `${times} × ${name}`).join(', ');
  }

  private async repeat({ name, strike }: Fault, signal: AbortSignal): Promise<void> {
    for (let time = 1; time <= this.times; time += 1) {
      await sleep(SHORTEST + Math.random() * (LONGEST - SHORTEST), undefined, { signal });
      await strike();
      this.struck.set(name, time);
    }
  }
}
