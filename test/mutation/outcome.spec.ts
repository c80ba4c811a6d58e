import { describe, expect, it } from '@jest/globals';
import { outcomeOf, type Report, type Survivor } from './outcome.mjs';

const SOURCE = 'const one = 1;\n  return one > 0;\n';

function report(...statuses: string[]): Report {
  const location = { start: { line: 2, column: 10 }, end: { line: 2, column: 17 } };
  const mutants = statuses.map((status, at) => ({
    status,
    mutatorName: 'ConditionalExpression',
    replacement: `${at}`,
    location,
  }));
  return { files: { 'src/a.ts': { source: SOURCE, mutants } } };
}

const SURVIVOR: Survivor = {
  file: 'src/a.ts',
  line: 'return one > 0;',
  mutator: 'ConditionalExpression',
  original: 'one > 0',
  replacement: '0',
};

describe('the outcome of mutation tests', () => {
  it('counts what was found, and leaves out what could not be tried', () => {
    const { score, counts } = outcomeOf(report('Survived', 'Killed', 'Timeout', 'NoCoverage', 'Ignored'), []);
    expect([score, counts]).toEqual([50, { Survived: 1, Killed: 1, Timeout: 1, NoCoverage: 1, Ignored: 1 }]);
  });

  it('names survivors without a reason', () => {
    expect(outcomeOf(report('Survived'), []).unexplained).toEqual([expect.objectContaining(SURVIVOR)]);
    expect(outcomeOf(report('Survived'), [SURVIVOR]).unexplained).toEqual([]);
  });

  it('names reasons that are not needed any more, and only of what was tried', () => {
    const elsewhere = { ...SURVIVOR, file: 'src/b.ts' };
    expect(outcomeOf(report('Killed'), [SURVIVOR, elsewhere]).needless).toEqual([SURVIVOR]);
  });
});
