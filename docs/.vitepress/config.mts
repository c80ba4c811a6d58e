// The documentation as a site: `npm run docs:build`. A link that leads nowhere fails the build, here or in
// scripts/check-site.mjs, which looks at headings as well.
import { readFileSync } from 'node:fs';
import { defineConfig, type DefaultTheme } from 'vitepress';

const HOME = { 'README.md': 'index.md', 'docs/README.md': 'docs/index.md' };

/** The sections and pages that docs/README.md lists, in its order. */
function sections(): DefaultTheme.SidebarItem[] {
  const index = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  return index
    .split(/^## /m)
    .slice(1)
    .map((section) => ({
      text: section.slice(0, section.indexOf('\n')),
      items: [...section.matchAll(/^\| \[([^\]]+)\]\(([\w-]+)\.md\)/gm)].map(([, text = '', page]) => ({
        text,
        link: `/docs/${page}`,
      })),
    }));
}

/** As GitHub and npm make them, where the same pages are read: `#fastifyetag`, and not VitePress's `#fastify-etag`. */
function anchorOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}

export default defineConfig({
  title: 'nestjs-etag',
  description: 'Conditional requests for NestJS, as RFC 9110 describes them.',
  lang: 'en',
  // The whole repository: pages link to README, to CONTRIBUTING and to the figures of the bench.
  srcDir: '..',
  srcExclude: ['**/node_modules/**', '.github/**', '{bench,dist,race,sample-app,scripts,src,test}/**'],
  rewrites: HOME,
  cleanUrls: true,
  // The names of languages beside code, in a colour that can be read.
  head: [['style', {}, ':root:root { --vp-code-lang-color: var(--vp-c-text-1); }']],
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    anchor: { slugify: anchorOf },
    // A link to README is one to the page that it has become.
    config(md) {
      md.core.ruler.push('readme', ({ tokens }) => {
        const links = tokens
          .flatMap(({ children }) => children ?? [])
          .filter(({ type }) => type === 'link_open');
        for (const link of links)
          link.attrSet(
            'href',
            (link.attrGet('href') ?? '').replace(/^((?:\.{0,2}\/|docs\/)*)README\.md\b/, '$1index.md'),
          );
      });
    },
  },
  themeConfig: {
    nav: [
      { text: 'Quick start', link: '/#quick-start' },
      { text: 'Pages', link: '/docs/' },
      { text: 'API', link: '/docs/api/' },
      { text: 'Changes', link: '/CHANGELOG' },
    ],
    sidebar: [{ text: 'Quick start', link: '/' }, ...sections(), { text: 'API', link: '/docs/api/' }],
    outline: 'deep',
    search: { provider: 'local' },
  },
});
