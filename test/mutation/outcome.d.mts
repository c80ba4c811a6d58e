export const LEAST_SCORE: number;

export interface Survivor {
  readonly file: string;
  /** As it stands, without its indentation. */
  readonly line: string;
  readonly mutator: string;
  readonly original: string;
  readonly replacement: string;
}

export interface Report {
  readonly files: Readonly<
    Record<
      string,
      {
        readonly source: string;
        readonly mutants: readonly {
          readonly status: string;
          readonly mutatorName: string;
          readonly replacement?: string;
          readonly location: Readonly<
            Record<'start' | 'end', { readonly line: number; readonly column: number }>
          >;
        }[];
      }
    >
  >;
}

export function outcomeOf(
  report: Report,
  reasons: readonly Survivor[],
): {
  readonly score: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly unexplained: readonly Survivor[];
  readonly needless: readonly Survivor[];
};
