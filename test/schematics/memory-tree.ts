import type { Tree } from '../../src/schematics/tree.interface.js';

/** A project in memory. Jest cannot load `@angular-devkit/schematics` on every Node; other tests run its own. */
export class MemoryTree implements Tree {
  readonly written: string[] = [];

  constructor(readonly files: Record<string, string>) {}

  read(path: string): Uint8Array | null {
    const text = this.files[path.replace(/^\//, '')];
    return text === undefined ? null : new TextEncoder().encode(text);
  }

  overwrite(path: string, content: string): void {
    this.written.push(path);
    this.files[path] = content;
  }

  getDir(folder: string) {
    const paths = Object.keys(this.files).filter((path) => path.startsWith(`${folder}/`));
    return { visit: (visitor: (path: string) => void) => paths.forEach((path) => visitor(`/${path}`)) };
  }
}
