import type { BrowserContext, Locator, Page } from 'playwright-core';
import type { Driver } from './drivers.js';

type Values = Readonly<Partial<Record<'Name' | 'Price' | 'Stock', string>>>;

/** A window with the desk in it, and a person before it. */
export class DeskWindow {
  /** What the browser says of scripts that failed, and of what the policy of the page forbids. */
  readonly complaints: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly driver: Driver,
  ) {
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      // That a status is 412 is no mistake here.
      const isStatus = message.text().startsWith('Failed to load resource');
      if (message.type() === 'error' && !isStatus) this.complaints.push(message.text());
    });
  }

  static async open(context: BrowserContext, url: string, driver: Driver): Promise<DeskWindow> {
    const window = new DeskWindow(await context.newPage(), driver);
    await window.page.goto(url);
    await window.button('Edit Wireless Headphones').waitFor();
    return window;
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  press(name: string): Promise<void> {
    return this.driver.press(this.button(name));
  }

  toggle(name: string): Promise<void> {
    return this.driver.press(this.page.getByRole('switch', { name }));
  }

  choose(name: string): Promise<void> {
    return this.driver.choose(this.page.getByRole('radio', { name }));
  }

  async edit(product: string, values: Values = {}): Promise<void> {
    await this.press(`Edit ${product}`);
    await this.write(values);
  }

  async write(values: Values): Promise<void> {
    for (const [label, text] of Object.entries(values))
      await this.driver.fill(this.page.getByLabel(label, { exact: true }), text);
  }

  /** Waits until the desk tells how it ended. */
  async told(text: string): Promise<void> {
    await this.page.getByRole('status').getByText(text).waitFor();
  }

  /** Waits until the list has read the product: its price, its stock and its version. */
  async shows(product: string, ...cells: readonly string[]): Promise<void> {
    await this.page.getByRole('row', { name: [product, ...cells].join(' ') }).waitFor();
  }

  /** The cells of the ledger's latest row that has a text, without the time. */
  async entry(text: string): Promise<string[]> {
    const row = this.page.locator('#exchanges tr').filter({ hasText: text }).first();
    return (await row.locator('td').allInnerTexts())
      .slice(1)
      .map((cell) => cell.replaceAll(/\s+/g, ' ').trim());
  }
}
