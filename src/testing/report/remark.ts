import { STATUS_CODES } from 'node:http';
import type { Exchange, Received, SentRequest } from '../client/exchange.js';
import type { Rule, Verdict } from '../rules/rule.js';

/** Fields of a response that a reader of a remark wants to see. */
const SHOWN = [
  'etag',
  'last-modified',
  'cache-control',
  'vary',
  'content-encoding',
  'content-range',
  'content-length',
  'content-location',
  'location',
];

const LABEL = 11;

/** A rule and what came of it. */
export interface RuleResult {
  readonly rule: Rule;
  readonly verdict: Verdict;
}

/**
 * What a reviewer would write beside a failed rule: what was sent, what came back, which section says otherwise, and the
 * likely cause. It is empty where the rule has not failed.
 */
export function remarkOf({ rule, verdict }: RuleResult): string {
  if (verdict.kind !== 'failed') return '';
  const lines = [
    `${rule.id}: ${documentOf(rule.section)} (${rule.level})`,
    `  ${rule.says}`,
    ...verdict.exchanges.flatMap(exchangeLines),
    labelled('expected', verdict.expected),
    labelled('likely', verdict.cause),
    labelled('see', linkOf(rule.section)),
  ];
  return lines.join('\n');
}

/** `RFC 9110, 13.1.2` */
export function documentOf(section: string): string {
  return section.startsWith('RFC') ? section : `RFC 9110, ${section}`;
}

export function linkOf(section: string): string {
  const [, number, part] = /^RFC (\d+), (.*)$/.exec(documentOf(section))!;
  return `https://www.rfc-editor.org/rfc/rfc${number}#section-${part}`;
}

function exchangeLines({ sent, received }: Exchange): string[] {
  return [labelled('sent', requestText(sent)), labelled('received', responseText(received))];
}

export function requestText({ method, path, headers }: SentRequest): string {
  const lines = Object.entries(headers)
    .filter(([name]) => !SECRET.test(name))
    .flatMap(([name, value]) => [value].flat().map((line) => `${titled(name)}: ${line}`));
  return [`${method} ${path}`, ...lines].join('\n');
}

/** A report goes into the log of a build. */
const SECRET = /^(authorization|proxy-authorization|cookie|.*(token|secret|key|password).*)$/i;

function responseText(received: Received): string {
  const { status, reason, body, stray } = received;
  const fields = SHOWN.filter((name) => received.field(name) !== undefined);
  const octets = stray > 0 ? `${stray} octets behind the header section` : `${body.length} octets of content`;
  return [
    `${status} ${reason || (STATUS_CODES[status] ?? '')}`.trimEnd(),
    ...fields.map((name) => `${titled(name)}: ${received.field(name)}`),
    octets,
  ].join('\n');
}

function labelled(label: string, text: string): string {
  const [first = '', ...others] = text.split('\n').map(printable);
  const indent = ' '.repeat(LABEL);
  return [`  ${label.padEnd(LABEL - 2)}${first}`, ...others.map((line) => indent + line)].join('\n');
}

/** What a server sends must not move the cursor of whoever reads it, nor fill the screen. */
export function printable(line: string): string {
  const text = line.replaceAll(/[^\x20-\x7e\u00a0-\u{10ffff}]/gu, '·');
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

function titled(name: string): string {
  if (name === 'etag') return 'ETag';
  return name.replaceAll(/(^|-)[a-z]/g, (start) => start.toUpperCase());
}
