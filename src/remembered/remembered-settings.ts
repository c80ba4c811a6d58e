import { inspect } from 'node:util';
import type { EtagModuleOptions } from '../options/etag-module-options.interface.js';
import type { RememberedTagsOptions, TagStore } from '../options/remember-options.interface.js';
import { explained } from '../util/explained.js';
import { MemoryStore } from './memory-store.js';

/** The settings of remembered tags with every default filled in. */
export interface RememberedSettings extends Required<RememberedTagsOptions> {
  readonly store: TagStore;
  /** Whether the store is the application's, and may be that of other processes too. */
  readonly isShared: boolean;
}

/** Injection token of {@link RememberedSettings}. */
export const REMEMBERED_SETTINGS = Symbol('nestjs-etag:remembered-settings');

const DEFAULTS: Required<RememberedTagsOptions> = {
  max: 10_000,
  ttl: 300_000,
  timeout: 100,
  forgetTimeout: 5_000,
  recoveryDelay: 10_000,
};

/** The store in memory of each application, which is one though the module is imported twice. */
const stores = new WeakMap<object, MemoryStore>();

/**
 * @param application whatever there is one of in an application
 * @throws TypeError naming the option, where a value is none it takes
 */
export function rememberedSettingsFrom(
  { store, rememberedTags = {} }: EtagModuleOptions = {},
  application: object = {},
): RememberedSettings {
  if (store !== undefined && !isStore(store)) {
    throw new TypeError(
      explained(
        'option-value',
        'EtagModule: store has no getMany() and set(). Give it a Keyv, or leave it out.',
      ),
    );
  }
  for (const [name, value] of Object.entries(rememberedTags)) check(name, value);
  // No other process has to connect again to a store of this process alone.
  const recoveryDelay = store ? DEFAULTS.recoveryDelay : 0;
  const settings = { ...DEFAULTS, recoveryDelay, ...rememberedTags };
  const memory = stores.get(application) ?? new MemoryStore(settings.max);
  stores.set(application, memory);
  return { ...settings, store: store ?? memory, isShared: store !== undefined };
}

function isStore(store: unknown): boolean {
  const { getMany, set } = Object(store) as Partial<TagStore>;
  return typeof getMany === 'function' && typeof set === 'function';
}

function check(name: string, value: unknown): void {
  if (!Object.hasOwn(DEFAULTS, name)) {
    throw new TypeError(
      explained(
        'option-value',
        `EtagModule: rememberedTags has no option ${name}; it takes ${Object.keys(DEFAULTS).join(', ')}.`,
      ),
    );
  }
  const least = name === 'recoveryDelay' ? 0 : 1;
  if (typeof value === 'number' && Number.isFinite(value) && value >= least) return;
  throw new TypeError(
    explained(
      'option-value',
      `EtagModule: rememberedTags.${name} is ${inspect(value)}; it takes a number, at least ${least}.`,
    ),
  );
}
