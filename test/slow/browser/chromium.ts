import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome'];

/** It is to talk to the sample, and to nobody else. */
const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const folders = (process.env['PATH'] ?? '').split(delimiter);
const executablePath = PROGRAMS.flatMap((program) => folders.map((folder) => join(folder, program))).find(
  (path) => existsSync(path),
);

/** Why there is no browser; undefined where there is one. */
export const missingBrowser = executablePath
  ? undefined
  : `there is no ${PROGRAMS.join(', ')}. On Debian: apt-get install chromium`;

export function launchBrowser(): Promise<Browser> {
  if (!executablePath) throw new Error(missingBrowser);
  return chromium.launch({ executablePath, args: ARGS });
}
