/** A module that is to stand in the imports of the root module. */
export interface ImportedModule {
  /** The name of its class. */
  readonly name: string;
  /** The package it is imported from. */
  readonly from: string;
  /** What is called of it, with its arguments. */
  readonly call: string;
}
