/** A driver adapter, such as `new PrismaPg({ connectionString })`. */
export const adapter: object = {};
