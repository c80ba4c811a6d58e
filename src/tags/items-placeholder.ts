/**
 * Stands in for the items of a collection while its envelope is made without them. It has their number, and can be put
 * somewhere; whoever looks further would see nothing, and is noticed.
 */
export class ItemsPlaceholder {
  readonly items: readonly unknown[];
  private read = false;

  constructor(count: number) {
    this.items = new Proxy(Array.from({ length: count }), {
      get: (target, name, receiver) => {
        // JSON.stringify() asks for toJSON before it hands the array over to its replacer.
        if (name !== 'length' && name !== 'toJSON') this.read = true;
        return Reflect.get(target, name, receiver) as unknown;
      },
      ownKeys: (target) => {
        this.read = true;
        return Reflect.ownKeys(target);
      },
      has: (target, name) => {
        this.read = true;
        return Reflect.has(target, name);
      },
    });
  }

  get wasRead(): boolean {
    return this.read;
  }

  /** @throws what the function throws, unless it did so because it looked at an item that is not there */
  tryWith<T>(use: (items: readonly unknown[]) => T): T | undefined {
    try {
      return use(this.items);
    } catch (error) {
      if (this.read) return undefined;
      throw error;
    }
  }
}
