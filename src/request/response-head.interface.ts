/** The status and header fields of a response about to be sent, the same on every platform. */
export interface ResponseHead {
  /** Whether it is on its way to the client already. */
  readonly isSent: boolean;
  status: number;
  get(name: string): string | undefined;
  /** The values of these fields, in their order. */
  values(names: readonly string[]): readonly (string | undefined)[];
  set(name: string, value: string): void;
  remove(name: string): void;
  /** Lower-cased. */
  names(): string[];
}
