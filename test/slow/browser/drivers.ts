import type { Locator, Page } from 'playwright-core';

/** How a person works a page. */
export interface Driver {
  readonly name: string;
  /** A button, a link or a switch. */
  press(target: Locator): Promise<void>;
  fill(target: Locator, text: string): Promise<void>;
  /** One of several radio buttons. */
  choose(target: Locator): Promise<void>;
}

const pointer: Driver = {
  name: 'by pointer',
  press: (target) => target.click(),
  fill: (target, text) => target.fill(text),
  choose: (target) => target.check(),
};

/** There are not so many places on the page that a person would not get to them. */
const MOST_STEPS = 60;

const keyboard: Driver = {
  name: 'by keyboard alone',
  async press(target) {
    await stepTo(target, 'Tab');
    await target.page().keyboard.press('Space');
  },
  async fill(target, text) {
    await stepTo(target, 'Tab');
    await target.page().keyboard.press('ControlOrMeta+A');
    await target.page().keyboard.type(text);
  },
  /** Of a group, one button has the place in the order of Tab, and arrows lead to the others. */
  async choose(target) {
    const group = target.page().locator(`[name="${await target.getAttribute('name')}"]:visible`);
    await stepTo(group, 'Tab');
    await stepTo(target, 'ArrowRight');
    if (!(await target.isChecked())) await target.page().keyboard.press('Space');
  },
};

export const DRIVERS: readonly Driver[] = [pointer, keyboard];

async function stepTo(target: Locator, key: string): Promise<void> {
  await target.first().waitFor();
  for (let step = 0; step < MOST_STEPS; step += 1) {
    if (await hasFocus(target)) return;
    await target.page().keyboard.press(key);
  }
  throw new Error(
    `${MOST_STEPS} times ${key} did not lead to ${target}, but to ${await focused(target.page())}.`,
  );
}

async function hasFocus(target: Locator): Promise<boolean> {
  return (await target.and(target.page().locator(':focus')).count()) > 0;
}

function focused(page: Page): Promise<string> {
  return page.evaluate<string>('document.activeElement.outerHTML.slice(0, 200)');
}
