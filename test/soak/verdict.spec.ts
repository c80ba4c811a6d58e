import { describe, expect, it } from '@jest/globals';
import { problemsOf, type AtRest } from '../../soak/verdict.js';

const MEBIBYTE = 1_048_576;
const REST: AtRest = {
  state: {
    heap: 50 * MEBIBYTE,
    connections: 0,
    sockets: 11,
    listeners: 20,
    unhandled: [],
    warnings: ['ExperimentalWarning: of the start'],
  },
  activity: { connections: 10, busy: 0 },
};

function after(state: Partial<AtRest['state']>, activity: Partial<AtRest['activity']> = {}): AtRest {
  return { state: { ...REST.state, ...state }, activity: { ...REST.activity, ...activity } };
}

describe('the verdict on a soak', () => {
  it('finds nothing where a process is as it was', () => {
    expect(problemsOf(REST, after({ heap: 58 * MEBIBYTE, sockets: 3 }))).toEqual([]);
  });

  it.each<[string, AtRest, RegExp]>([
    [
      'a rejection',
      after({ unhandled: ['unhandled rejection: Error: no'] }),
      /unhandled rejection: Error: no/,
    ],
    [
      'a warning',
      after({ warnings: [...REST.state.warnings, 'MaxListenersExceededWarning: 11'] }),
      /^MaxListenersExceededWarning: 11$/,
    ],
    ['a connection', after({ connections: 1 }), /1 connections of clients/],
    ['a socket', after({ sockets: 12 }), /12 sockets, and 11 before/],
    ['a listener', after({ listeners: 21 }), /21 listeners, and 20 before/],
    ['a statement', after({}, { busy: 2 }), /2 statements/],
    ['a connection to the database', after({}, { connections: 11 }), /11 connections to the database/],
    ['a heap that grows', after({ heap: 60 * MEBIBYTE }), /a heap of 60.0 MiB after 50.0 MiB/],
  ])('finds %s', (_, state, problem) => {
    expect(problemsOf(REST, state)).toEqual([expect.stringMatching(problem)]);
  });
});
