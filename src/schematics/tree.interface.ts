/**
 * What a schematic is handed, as far as this one uses it. `@angular-devkit/schematics` has the types, but nobody who
 * installs this package needs them.
 */
export interface Tree {
  read(path: string): Uint8Array | null;
  overwrite(path: string, content: string): void;
  getDir(path: string): { visit(visitor: (path: string) => void): void };
}

/** A task that is run when the files are written. */
export interface Task {
  toConfiguration(): { name: string; options: object };
}

export interface SchematicContext {
  readonly logger: { info(message: string): void; warn(message: string): void };
  addTask(task: Task): unknown;
}

/** The text of a file, its byte order mark included; undefined where there is none. */
export function textOf(tree: Tree, path: string): string | undefined {
  const bytes = tree.read(path);
  return bytes ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) : undefined;
}
