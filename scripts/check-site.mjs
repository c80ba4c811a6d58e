// Every link within the built site leads to a page, and to a heading of it. VitePress itself looks at pages alone.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const SITE = fileURLToPath(new URL('../docs/.vitepress/dist/', import.meta.url));

const pages = readdirSync(SITE, { recursive: true })
  .filter((name) => name.endsWith('.html') && name !== '404.html')
  .map((name) => join(SITE, name));
const idsOf = new Map(pages.map((page) => [page, new Set(attributes(page, 'id'))]));

function attributes(page, name) {
  const values = readFileSync(page, 'utf8').matchAll(new RegExp(`\\s${name}="([^"]*)"`, 'g'));
  return [...values].map(([, value]) => value.replaceAll('&amp;', '&').replaceAll('&#39;', "'"));
}

/** The addresses have no `.html`, and that of a folder is its index. */
function fileOf(path, page) {
  const target = path === '' ? page : path.startsWith('/') ? join(SITE, path) : join(dirname(page), path);
  return [target, `${target}.html`, join(target, 'index.html')].find(
    (file) => idsOf.has(file) || isAsset(file),
  );
}

function isAsset(file) {
  return !file.endsWith('/') && /\.\w+$/.test(file) && existsSync(file);
}

/** @returns what is wrong with a link, if anything is */
function mistakeIn(page, link) {
  const [path = '', anchor] = link.split('#');
  const file = fileOf(path, page);
  if (!file) return 'no such page';
  if (!anchor || !idsOf.has(file)) return undefined;
  return idsOf.get(file).has(decodeURIComponent(anchor)) ? undefined : 'no such heading';
}

let links = 0;
const mistakes = pages.flatMap((page) =>
  attributes(page, 'href')
    .filter((link) => !/^([a-z]+:|\/\/)/.test(link))
    .flatMap((link) => {
      links += 1;
      const mistake = mistakeIn(page, link);
      return mistake ? [`${relative(SITE, page)}: ${link}: ${mistake}`] : [];
    }),
);
for (const mistake of new Set(mistakes)) console.error(mistake);
console.log(`${links} links on ${pages.length} pages of the site, ${mistakes.length} of them lead nowhere`);
if (mistakes.length > 0 || links < 1000) process.exitCode = 1;
