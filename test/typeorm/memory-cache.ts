interface Cached {
  readonly query?: string;
}

/** TypeORM's query cache in a map. Its own are tables and Redis. */
export class MemoryCache {
  private readonly results = new Map<string, Cached>();

  async connect(): Promise<void> {}
  async disconnect(): Promise<void> {}
  async synchronize(): Promise<void> {}
  async clear(): Promise<void> {}
  async remove(): Promise<void> {}

  async getFromCache({ query }: Cached): Promise<Cached | undefined> {
    return this.results.get(query!);
  }

  async storeInCache(result: Cached): Promise<void> {
    this.results.set(result.query!, result);
  }

  isExpired(): boolean {
    return false;
  }
}
