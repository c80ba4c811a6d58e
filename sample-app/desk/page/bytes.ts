const encoder = new TextEncoder();

/** How long a text is as UTF-8. */
export function bytesOf(text: string): number {
  return encoder.encode(text).length;
}

/** `850 B`, `1.2 kB`, `3.4 MB`: a kilobyte is 1,000 bytes. */
export function showBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 999_950) return `${(bytes / 1_000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
