import { styleText } from 'node:util';
import type { Narrator } from './play.js';

type Style = Parameters<typeof styleText>[0];

/** Prints a step: its title, both messages as they went over the wire, and the verdict. */
export function printer(out: NodeJS.WriteStream): Narrator {
  const paint = (style: Style, text: string) => (out.isTTY ? styleText(style, text) : text);
  const lines = (mark: string, style: Style, message: string) =>
    message
      .replace(/(\r\n)+$/, '')
      .split('\r\n')
      .map((line) => paint(style, `  ${mark} ${line}`.trimEnd()))
      .join('\n');

  let number = 0;
  return ({ title }, { sent, received }, differences) => {
    number += 1;
    const verdict =
      differences.length === 0
        ? paint('green', '  as it should be')
        : differences.map((difference) => paint('red', `  WRONG: ${difference}`)).join('\n');
    const messages = [lines('>', 'cyan', sent), lines('<', 'yellow', received)].join('\n\n');
    out.write(`${paint('bold', `${number}. ${title}`)}\n\n${messages}\n\n${verdict}\n\n`);
  };
}
