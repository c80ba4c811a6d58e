/** What a person does at the desk of the sample, in a browser, and what the server has after it. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext } from 'playwright-core';
import { buildPage } from '../../sample/desk/page.js';
import { Sample } from '../../sample/sample.js';
import { runs } from '../../support/runs.js';
import { launchBrowser, missingBrowser } from './chromium.js';
import { DRIVERS, type Driver } from './drivers.js';
import { DeskWindow } from './window.js';

const describeWithBrowser = runs('the desk in a browser, since ', missingBrowser) ? describe : describe.skip;

describeWithBrowser('the desk', () => {
  let browser: Browser;
  let sample: Sample;
  let page: Awaited<ReturnType<typeof buildPage>>;

  beforeAll(async () => {
    page = await buildPage();
    sample = await Sample.start({ adapter: 'express', pageDir: page.folder });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await sample.close();
    await page.remove();
  });

  describe.each(DRIVERS)('$name', (driver) => {
    let product: { name: string; path: string };
    let [mine, theirs]: DeskWindow[] = [];
    let contexts: BrowserContext[];

    beforeEach(async () => {
      product = await createLamp(sample, driver);
      // Two contexts share neither storage nor cache: they are two people.
      contexts = [await browser.newContext(), await browser.newContext()];
      const opened = contexts.map((context) => DeskWindow.open(context, sample.url, driver));
      [mine, theirs] = await Promise.all(opened);
    });
    afterEach(async () => {
      expect([mine!.complaints, theirs!.complaints]).toEqual([[], []]);
      for (const context of contexts) await context.close();
    });

    const stored = async () => (await sample.send(product.path)).json;

    /** Both open version 1; they save 31 and 9, and I press Save with a name and a price of my own. */
    async function meet(): Promise<void> {
      await mine!.edit(product.name, { Name: `${product.name} XL`, Price: '32' });
      await theirs!.edit(product.name, { Price: '31', Stock: '9' });
      await theirs!.press('Save');
      await theirs!.told('Saved. The ETag is now "2".');
      await mine!.press('Save');
      await mine!.page.getByRole('dialog', { name: 'Somebody else was faster' }).waitFor();
    }

    it('saves what was edited, with the tag of what was read', async () => {
      await mine!.edit(product.name, { Price: '33.5', Stock: '4' });
      await mine!.press('Save');
      await mine!.told('Saved. The ETag is now "2".');
      expect(await stored()).toMatchObject({ price: 33.5, stock: 4, version: 2 });
      await mine!.shows(product.name, '33.50', '4', '2');
      expect((await mine!.entry('PUT')).slice(0, 3)).toEqual([
        `PUT /api/products${product.path} If-Match: "1"`,
        '200 OK',
        '"2"',
      ]);
      // Where the person was before: whoever has no pointer would have to begin at the top otherwise.
      await mine!.button(`Edit ${product.name}`).and(mine!.page.locator(':focus')).waitFor();
    });

    it('shows yours, theirs and what differs after a 412, and merges field by field', async () => {
      await meet();
      const dialog = mine!.page.getByRole('dialog', { name: 'Somebody else was faster' });
      const rows = await dialog.getByRole('row').allInnerTexts();
      expect(rows.slice(1).map((row) => row.replaceAll(/\s+/g, ' ').trim())).toEqual([
        `Name only you changed it ${product.name} ${product.name} XL ${product.name}`,
        'Price both changed it: choose 30.00 32.00 31.00',
        'Stock only they changed it 5 5 9',
      ]);
      await mine!.choose('Price, theirs: 31.00');
      await mine!.press('Save the merge');
      await mine!.told('Saved. The ETag is now "3".');
      expect(await stored()).toMatchObject({ name: `${product.name} XL`, price: 31, stock: 9, version: 3 });
      expect((await mine!.entry('PUT'))[0]).toContain('If-Match: "2"');
      expect(await mine!.page.locator('#total-prevented').innerText()).toBe('1');
    });

    it('does not merge before the person has chosen', async () => {
      await meet();
      await mine!.press('Save the merge');
      expect(await mine!.page.locator('#conflict :invalid').count()).toBeGreaterThan(0);
      expect(await stored()).toMatchObject({ price: 31, version: 2 });
    });

    it('overwrites on purpose, with the tag of what is overwritten', async () => {
      await meet();
      await mine!.page.getByText('Overwriting loses their price and stock.').waitFor();
      await mine!.press('Overwrite with mine');
      await mine!.told('Saved. The ETag is now "3".');
      expect(await stored()).toMatchObject({ name: `${product.name} XL`, price: 32, stock: 5, version: 3 });
      expect((await mine!.entry('PUT'))[0]).toContain('If-Match: "2"');
    });

    it('asks again where a third person was faster than the overwriting', async () => {
      await meet();
      await sample.put(product.path, '"2"', { name: product.name, price: 40, stock: 40 });
      await mine!.press('Overwrite with mine');
      await mine!.page.getByRole('radio', { name: 'Price, theirs: 40.00' }).waitFor();
      expect(await stored()).toMatchObject({ price: 40, version: 3 });
    });

    it('gives up, and keeps theirs', async () => {
      await meet();
      await mine!.press('Give up, keep theirs');
      await mine!.told(`You gave up. ${product.name} stays as they saved it.`);
      await mine!.shows(product.name, '31.00', '9', '2');
      expect(await stored()).toMatchObject({ price: 31, stock: 9, version: 2 });
    });

    it('gives up by the Escape key', async () => {
      await meet();
      await mine!.page.keyboard.press('Escape');
      await mine!.told('You gave up.');
      expect(await stored()).toMatchObject({ price: 31, version: 2 });
    });

    it('shows the 428 of a save without If-Match, and saves with it', async () => {
      await mine!.toggle('Send If-Match with every save');
      await mine!.edit(product.name, { Price: '33' });
      await mine!.press('Save');
      await mine!.page.getByRole('alert').getByText('428: ').waitFor();
      expect(await stored()).toMatchObject({ price: 30, version: 1 });
      expect((await mine!.entry('PUT')).slice(0, 2)).toEqual([
        `PUT /api/products${product.path}`,
        '428 Precondition Required',
      ]);
      await mine!.press('Save with If-Match');
      await mine!.told('Saved. The ETag is now "2".');
      expect(await stored()).toMatchObject({ price: 33, version: 2 });
    });

    it('deletes the version that was shown, and no other', async () => {
      await mine!.press(`Delete ${product.name}`);
      await mine!.button('Delete').waitFor();
      await sample.put(product.path, '"1"', { name: product.name, price: 40, stock: 40 });
      await mine!.press('Delete');
      await mine!.page.getByRole('alert').getByText('412: somebody has changed it').waitFor();
      expect(await stored()).toMatchObject({ price: 40, version: 2 });
      await mine!.page.getByRole('dialog').getByText('40.00').waitFor();
      await mine!.press('Delete');
      await mine!.told(`${product.name} is deleted.`);
      expect((await sample.send(product.path)).status).toBe(404);
    });

    it('creates what is new, and what somebody has deleted meanwhile', async () => {
      await mine!.edit(product.name, { Price: '33' });
      expect(
        (await sample.send(product.path, { method: 'DELETE', headers: { 'If-Match': '"1"' } })).status,
      ).toBe(204);
      await mine!.press('Save');
      await mine!.page.getByRole('alert').getByText('Somebody has deleted this product').waitFor();
      await mine!.press('Save');
      await mine!.told(`${product.name} is created.`);
      await mine!.press('New product');
      await mine!.write({ Name: `${product.name} II`, Price: '1', Stock: '2' });
      await mine!.press('Save');
      await mine!.shows(`${product.name} II`, '1.00', '2', '1');
    });
  });
});

let lamps = 0;

async function createLamp(sample: Sample, { name: driver }: Driver): Promise<{ name: string; path: string }> {
  lamps += 1;
  const name = `Lamp ${lamps} ${driver}`;
  const { json } = await sample.send('', { method: 'POST', body: { name, price: 30, stock: 5 } });
  return { name, path: `/${json['id']}` };
}
