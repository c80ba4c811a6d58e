import type { OnApplicationShutdown, ValueProvider } from '@nestjs/common';

class Closing implements OnApplicationShutdown {
  constructor(private readonly close: () => Promise<unknown>) {}

  async onApplicationShutdown(): Promise<void> {
    await this.close();
  }
}

/** A provider that closes a connection when the application ends, for a library that has no module for Nest. */
export function closing(close: () => Promise<unknown>): ValueProvider {
  return { provide: Symbol('closing'), useValue: new Closing(close) };
}
