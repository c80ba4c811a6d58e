import { byId } from './dom.js';
import type { Settings } from './settings.js';

/** The settings as the controls of the page have them at each moment: there is nothing to keep in step. */
export function bindSettings(): { settings: Settings; turnIfMatchOn: () => void } {
  const sendIfMatch = byId('send-if-match', HTMLInputElement);
  const browser = byId('keeper-browser', HTMLInputElement);
  const poll = byId('poll', HTMLInputElement);
  const settings: Settings = {
    get keeper() {
      return browser.checked ? 'browser' : 'page';
    },
    get sendIfMatch() {
      return sendIfMatch.checked;
    },
    get poll() {
      return poll.checked;
    },
  };
  return { settings, turnIfMatchOn: () => (sendIfMatch.checked = true) };
}
