/** Whether everybody can read and use the desk: rules of accessibility, and pictures to look at. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import axe from 'axe-core';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { buildPage } from '../../sample/desk/page.js';
import { Sample } from '../../sample/sample.js';
import { runs } from '../../support/runs.js';
import { launchBrowser, missingBrowser } from './chromium.js';
import { DRIVERS } from './drivers.js';
import { DeskWindow } from './window.js';

const describeWithBrowser = runs('the looks of the desk, since ', missingBrowser) ? describe : describe.skip;

/** Where the pictures of the last run are. */
const PICTURES = join(tmpdir(), 'nestjs-etag-desk');

const WIDTHS = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };
const SCHEMES = ['light', 'dark'] as const;
const LOOKS = SCHEMES.flatMap((scheme) =>
  (['phone', 'desktop'] as const).map((width) => [scheme, width] as const),
);

/** What could be scrolled sideways. */
const TOO_WIDE = `[...document.querySelectorAll('html, .scroll, dialog[open]')]
  .filter((element) => element.scrollWidth > element.clientWidth)
  .map(({ tagName, scrollWidth, clientWidth }) => [tagName, scrollWidth, clientWidth])`;

describeWithBrowser('the desk', () => {
  let browser: Browser;
  let sample: Sample;
  let page: Awaited<ReturnType<typeof buildPage>>;

  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true });
    page = await buildPage();
    sample = await Sample.start({ adapter: 'fastify', pageDir: page.folder });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await sample.close();
    await page.remove();
  });

  it.each(LOOKS)('%s, on a %s, is accessible in each of its states, and fits', async (scheme, width) => {
    const context = await browser.newContext({ colorScheme: scheme, viewport: WIDTHS[width] });
    const window = await DeskWindow.open(context, sample.url, DRIVERS[0]!);
    const look = async (state: string) => {
      const picture = join(PICTURES, `${state}-${width}-${scheme}.png`);
      // What darkens the page behind a dialog is as high as the window.
      await window.page.screenshot({ path: picture, fullPage: state === 'page' });
      expect({ state, violations: await violations(window) }).toEqual({ state, violations: [] });
      expect({ state, tooWide: await window.page.evaluate(TOO_WIDE) }).toEqual({ state, tooWide: [] });
    };
    const saveFirst = async () => {
      const { etag, json } = await sample.send('/101');
      const stock = (json['stock'] as number) + 1;
      await sample.put('/101', etag!, { name: 'Wireless Headphones', price: 120 + stock, stock });
    };

    await window.press('Refresh');
    await window.edit('Wireless Headphones', { Price: '99' });
    await look('editor');
    await saveFirst();
    await window.press('Save');
    await window.button('Save the merge').waitFor();
    await look('conflict');
    await window.press('Give up, keep theirs');
    await window.told('You gave up.');
    await window.toggle('Send If-Match with every save');
    await window.edit('Wireless Headphones');
    await window.press('Save');
    await window.button('Save with If-Match').waitFor();
    await look('required');
    await window.press('Cancel');
    await window.press('Delete Wireless Headphones');
    await window.button('Keep it').waitFor();
    await look('removal');
    await window.press('Keep it');
    await look('page');
    await context.close();
  });
});

/** By DevTools, which the policy of the page does not stop. */
async function violations({ page }: DeskWindow): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations: found } = await page.evaluate<axe.AxeResults>('axe.run()');
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}
