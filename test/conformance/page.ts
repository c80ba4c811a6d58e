/** What `docs/conformance.md` shows between its marks. */
import { readFileSync } from 'node:fs';
import { formatTable } from '../../bench/report/markdown-table.js';
import { RULES } from './cases.js';
import type { Result, Results } from './results.js';

export const PAGE = 'docs/conformance.md';

/** A page with what is between its marks made anew. */
export function pageWith(page: string, all: readonly Results[]): string {
  const parts = { results: tableOf(all), open: openTable(), faults: faultsOf(all) };
  return Object.entries(parts).reduce((text, [name, part]) => {
    const [before, , after] = text.split(new RegExp(`(?<=<!-- ${name} -->)|(?=<!-- /${name} -->)`));
    return `${before}\n\n${part}\n\n${after}`;
  }, page);
}

/** Passes per section and system. */
export function tableOf(all: readonly Results[]): string {
  const sections = [...new Set(RULES.map(({ section }) => section))];
  const rows = sections.map((section) =>
    [linkTo(section)].concat(
      all.map(({ results }) => passesIn(results.filter(({ rule }) => rule.section === section))),
    ),
  );
  const total = ['all', ...all.map(({ results }) => passesIn(results))];
  const columns = all.map((_, at) => at + 1);
  return formatTable([['section', ...all.map(({ system }) => system.name)], ...rows, total], columns);
}

function passesIn(results: readonly Result[]): string {
  const offered = results.filter(({ verdict }) => verdict.outcome !== 'not offered');
  const passed = offered.filter(({ verdict }) => verdict.outcome === 'passed');
  return offered.length === 0 ? '–' : `${passed.length}/${offered.length}`;
}

function linkTo(section: string): string {
  const [number, document = 'RFC 9110'] = section.split(' of ');
  const url = `https://www.rfc-editor.org/rfc/${document.replace(' ', '').toLowerCase()}#section-${number}`;
  return `[${section}](${url})`;
}

/** What the RFC leaves open, and our choice. */
function openTable(): string {
  const rows = RULES.flatMap(({ section, title, open }) =>
    open ? [[section, title, open.says, open.choice]] : [],
  );
  return formatTable([['section', 'about', 'RFC 9110 says', 'our choice'], ...rows], []);
}

/** Which rules a system fails, and with how many cases. */
function faultsOf(all: readonly Results[]): string {
  return all
    .filter(({ system }) => !system.ours)
    .map(({ system, results }) => {
      const lines = RULES.flatMap((rule) => {
        const of = results.filter(
          (result) => result.rule === rule && result.verdict.outcome !== 'not offered',
        );
        const failed = of.filter(({ verdict }) => verdict.outcome === 'failed');
        return failed.length > 0
          ? [`- ${rule.section}: ${rule.title} (${failed.length} of ${of.length})`]
          : [];
      });
      return `### ${system.name} ${versionOf(system.name)}\n\n${lines.join('\n')}`;
    })
    .join('\n\n');
}

/** As it is installed. */
function versionOf(name: string): string {
  const folder = { Express: 'express', 'hono/etag': 'hono' }[name] ?? name;
  return (JSON.parse(readFileSync(`node_modules/${folder}/package.json`, 'utf8')) as { version: string })
    .version;
}
