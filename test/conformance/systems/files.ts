import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const files = new Map<string, string>();

/** A file of this content, for systems that send files by their path. */
export function fileWith(content: string): string {
  const known = files.get(content);
  if (known !== undefined) return known;
  const path = join(mkdtempSync(join(tmpdir(), 'conformance-')), 'file.txt');
  writeFileSync(path, content);
  files.set(content, path);
  return path;
}
