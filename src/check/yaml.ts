/** Parsers of YAML that may be at hand: the package has none of its own. */
const PARSERS: readonly [string, (library: Library) => Parse | undefined][] = [
  ['yaml', ({ parse }) => parse],
  ['js-yaml', ({ load }) => load],
];

type Parse = (text: string) => unknown;
type Library = { readonly parse?: Parse; readonly load?: Parse; readonly default?: Library };

/** @returns undefined where no parser is at hand */
export async function yamlParser(): Promise<Parse | undefined> {
  const found = await Promise.all(
    PARSERS.map(async ([name, of]) => {
      const library = await (import(name) as Promise<Library>).catch(() => undefined);
      return library && (of(library) ?? (library.default && of(library.default)));
    }),
  );
  return found.find((parse) => parse !== undefined);
}
