import { UsageError } from './usage.js';

/** Parsers of YAML that may be at hand: the package has none of its own. */
const PARSERS: readonly [string, (library: Library) => Parse | undefined][] = [
  ['yaml', ({ parse }) => parse],
  ['js-yaml', ({ load }) => load],
];

type Parse = (text: string) => unknown;

/** What is used of a parser. One that is written in CommonJS may have it as members of its default export alone. */
export interface Library {
  readonly parse?: Parse;
  readonly load?: Parse;
  readonly default?: Library;
}

/**
 * @param load rejects where a library is not installed
 * @throws UsageError where no parser is at hand, or where the text is no YAML
 */
export async function yamlOf(
  text: string,
  load = (name: string): Promise<Library> => import(name) as Promise<Library>,
): Promise<unknown> {
  const parse = await parserFrom(load);
  if (!parse)
    throw new UsageError(
      'The document is YAML, and no parser of it is installed. Install "yaml", or give the document as JSON.',
    );
  try {
    return parse(text);
  } catch (error) {
    throw new UsageError(`The document is no YAML: ${(error as Error).message}`, { cause: error });
  }
}

async function parserFrom(load: (name: string) => Promise<Library>): Promise<Parse | undefined> {
  const found = await Promise.all(
    PARSERS.map(async ([name, of]) => {
      const library = await load(name).catch(() => undefined);
      return library && (of(library) ?? (library.default && of(library.default)));
    }),
  );
  return found.find((parse) => parse !== undefined);
}
