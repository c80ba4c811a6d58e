import type { EtagModuleOptions } from '../interfaces/etag-module-options.interface.js';

/** The module's options with every default filled in. */
export type Settings = Required<EtagModuleOptions>;

/** Injection token of {@link Settings}. */
export const SETTINGS = Symbol('nestjs-etag:settings');

const DEFAULTS: Omit<Settings, 'onUnguardedWrite'> = {
  hash: 'sha256',
  preconditions: 'optional',
  weakIfMatch: false,
  putValidators: 'representation',
  malformed: 400,
  audit: true,
  errors: 'nest',
};

/** What each option with a closed set of values may be; anything else is a mistake better found at start-up. */
const CHOICES: { readonly [K in keyof Settings]?: readonly Settings[K][] } = {
  preconditions: ['optional', 'report', 'required'],
  onUnguardedWrite: ['error', 'warn'],
  weakIfMatch: [true, false],
  audit: [true, false],
  putValidators: ['representation', 'strict'],
  malformed: [400, 412],
  errors: ['nest', 'problem'],
};

/**
 * Fills in the defaults.
 * @throws TypeError naming the option, where a value is not one of its choices
 */
export function settingsFrom(options: EtagModuleOptions): Settings {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const onUnguardedWrite = process.env['NODE_ENV'] === 'production' ? 'warn' : 'error';
  const settings: Settings = { ...DEFAULTS, onUnguardedWrite, ...Object.fromEntries(given) };
  for (const [name, choices] of Object.entries(CHOICES)) {
    const value: unknown = settings[name as keyof Settings];
    if ((choices as readonly unknown[]).includes(value)) continue;
    throw new TypeError(
      `EtagModule: ${name} is ${JSON.stringify(value)}; it takes ${choices.map(quote).join(' or ')}.`,
    );
  }
  return settings;
}

function quote(choice: unknown): string {
  return JSON.stringify(choice);
}
