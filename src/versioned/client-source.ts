import type { FactoryProvider, InjectionToken, ModuleMetadata, Provider } from '@nestjs/common';

/**
 * Where an adapter's module finds the client of the database: the token of a provider, or a factory with what it
 * injects, and the modules that have that where they are not global. A provider may also be a function that returns the
 * client of the moment, such as `() => txHost.tx` of `@nestjs-cls/transactional`.
 */
export type ClientSource<Client extends object> =
  | InjectionToken
  | (Pick<FactoryProvider<Client | (() => Client)>, 'useFactory' | 'inject'> &
      Pick<ModuleMetadata, 'imports'>);

/** A provider of the client under a token of its own. */
export function clientProvider<Client extends object>(
  source: ClientSource<Client>,
  token: symbol,
): { readonly provider: Provider; readonly imports: NonNullable<ModuleMetadata['imports']> } {
  if (typeof source === 'object' && 'useFactory' in source) {
    const { imports = [], useFactory, inject = [] } = source;
    return { provider: { provide: token, useFactory, inject }, imports };
  }
  const existing = source as InjectionToken;
  return { provider: { provide: token, useExisting: existing }, imports: [] };
}

/** The client as it is now. */
export function clientOf<Client extends object>(client: Client | (() => Client)): Client {
  return typeof client === 'function' ? (client as () => Client)() : client;
}
