/** Stands in for the items of a collection while its envelope is made. It has their number; a further look is noticed. */
export class ItemsPlaceholder {
  readonly items: readonly unknown[];
  wasRead = false;

  constructor(count: number) {
    this.items = new Proxy(Array.from({ length: count }), {
      get: (target, name, receiver) => {
        // JSON.stringify() asks for toJSON before it hands the array over to its replacer.
        if (name !== 'length' && name !== 'toJSON') this.wasRead = true;
        return Reflect.get(target, name, receiver) as unknown;
      },
      ownKeys: (target) => {
        this.wasRead = true;
        return Reflect.ownKeys(target);
      },
      has: (target, name) => {
        this.wasRead = true;
        return Reflect.has(target, name);
      },
    });
  }

  /** @throws what the function throws, unless it did so because it looked at an item that is not there */
  tryWith<T>(use: (items: readonly unknown[]) => T): T | undefined {
    try {
      return use(this.items);
    } catch (error) {
      if (this.wasRead) return undefined;
      throw error;
    }
  }
}
