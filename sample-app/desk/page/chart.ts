import { barsOf, HEIGHT, MOST_BARS } from './bars.js';
import type { Exchange } from './ledger.js';

const SVG = 'http://www.w3.org/2000/svg';
/** Of the width that an exchange has. */
const GAP = 0.3;

export function drawChart(svg: SVGSVGElement, exchanges: readonly Exchange[]): void {
  svg.setAttribute('viewBox', `0 0 ${MOST_BARS} ${HEIGHT}`);
  const rects = barsOf(exchanges).flatMap(({ x, sent, saved }) => [
    rect('sent', x, HEIGHT - sent, sent),
    rect('saved', x, HEIGHT - sent - saved, saved),
  ]);
  svg.replaceChildren(...rects.filter((each) => each !== undefined));
}

function rect(kind: 'sent' | 'saved', x: number, y: number, height: number): SVGElement | undefined {
  if (height === 0) return undefined;
  const made = document.createElementNS(SVG, 'rect');
  const attributes = { class: kind, x: x + GAP / 2, y, width: 1 - GAP, height };
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
}
