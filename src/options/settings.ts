import { parseEntityTag } from '../rfc9110/index.js';
import { explained, linkTo } from '../util/explained.js';
import type { EtagModuleOptions } from './etag-module-options.interface.js';

/** Options without a default here; those of remembered tags have theirs in remembered/. */
type OwnDefault = 'secret' | 'store' | 'rememberedTags' | 'rememberFor';

/** The module's options with every default filled in. */
export type Settings = Required<Omit<EtagModuleOptions, OwnDefault>> & Pick<EtagModuleOptions, OwnDefault>;

/** Injection token of {@link Settings}. */
export const SETTINGS = Symbol('nestjs-etag:settings');

const DEFAULTS: Omit<Settings, 'onUnguardedWrite'> = {
  hash: 'sha256',
  preconditions: 'optional',
  weakIfMatch: false,
  tagSuffixes: [],
  putValidators: 'representation',
  malformed: 400,
  audit: true,
  errors: 'nest',
  problemTypes: linkTo(''),
  namespace: '',
  coding: 'suffix',
  auto: false,
};

/** The values of options that take no others. */
const CHOICES: { readonly [K in keyof Settings]?: readonly Settings[K][] } = {
  preconditions: ['optional', 'report', 'required'],
  onUnguardedWrite: ['error', 'warn'],
  weakIfMatch: [true, false],
  audit: [true, false],
  putValidators: ['representation', 'strict'],
  malformed: [400, 412],
  errors: ['nest', 'problem'],
  coding: ['suffix', 'weaken'],
};

/** In characters. A shorter secret might be guessed from the tags it makes. */
const SHORTEST_SECRET = 16;

/**
 * Fills in the defaults.
 * @throws TypeError naming the option, where it does not take its value; Error where there are no options at all
 */
export function settingsFrom(options: EtagModuleOptions | undefined): Settings {
  if (!options)
    throw new Error(
      explained(
        'options-missing',
        'EtagModule is imported without its options. Import EtagModule.forRoot(), once, in the AppModule.',
      ),
    );
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const onUnguardedWrite = process.env['NODE_ENV'] === 'production' ? 'warn' : 'error';
  const settings: Settings = { ...DEFAULTS, onUnguardedWrite, ...Object.fromEntries(given) };
  for (const [name, choices] of Object.entries(CHOICES)) {
    const value: unknown = settings[name as keyof Settings];
    if ((choices as readonly unknown[]).includes(value)) continue;
    const allowed = choices.map((choice) => JSON.stringify(choice)).join(' or ');
    throw new TypeError(
      explained('option-value', `EtagModule: ${name} is ${JSON.stringify(value)}; it takes ${allowed}.`),
    );
  }
  refuseUnusable(settings);
  // One may end with another.
  const tagSuffixes = settings.tagSuffixes.toSorted((a, b) => b.length - a.length);
  return { ...settings, tagSuffixes };
}

function refuseUnusable({ namespace, problemTypes, secret, auto, tagSuffixes }: Settings): void {
  if (typeof problemTypes !== 'string')
    throw new TypeError(explained('option-value', 'EtagModule: problemTypes takes a text.'));
  if (typeof namespace !== 'string')
    throw new TypeError(explained('option-value', 'EtagModule: namespace takes a text.'));
  if (!Array.isArray(tagSuffixes) || !tagSuffixes.every(isSuffix)) {
    throw new TypeError(
      explained(
        'option-value',
        'EtagModule: tagSuffixes takes texts that may stand in a tag, such as "-gzip".',
      ),
    );
  }
  if (secret !== undefined && (typeof secret !== 'string' || secret.length < SHORTEST_SECRET)) {
    throw new TypeError(
      explained('option-value', `EtagModule: secret takes a text of at least ${SHORTEST_SECRET} characters.`),
    );
  }
  const maxSize = typeof auto === 'object' ? (auto.maxSize ?? 0) : 0;
  if ((typeof auto !== 'boolean' && typeof auto !== 'object') || !(maxSize >= 0)) {
    throw new TypeError(
      explained('option-value', 'EtagModule: auto takes true, false or { maxSize }, in bytes.'),
    );
  }
}

function isSuffix(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && parseEntityTag(`"${value}"`) !== undefined;
}
