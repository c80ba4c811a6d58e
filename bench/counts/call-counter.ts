import { Session, type Profiler } from 'node:inspector';

/**
 * Counts the calls of functions in this process, those of every library and none of Node's own. V8 counts them, exactly, as
 * it does for coverage; from the first count on the process is slow.
 */
export class CallCounter {
  private session: Session | undefined;

  /** Functions called since the last time; 0 the first time, with which counting begins. */
  take(): number {
    if (!this.session) {
      this.session = begin();
      return 0;
    }
    let calls = 0;
    this.session.post('Profiler.takePreciseCoverage', (error, { result }) => {
      if (error) throw error;
      calls = callsIn(result);
    });
    return calls;
  }
}

function begin(): Session {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  return session;
}

/** Every module counts as a function, too, that is called as it is loaded. */
function callsIn(scripts: readonly Profiler.ScriptCoverage[]): number {
  const functions = scripts
    .filter(({ url }) => url.startsWith('file:'))
    .flatMap((script) => script.functions);
  return functions.reduce((calls, { ranges }) => calls + (ranges[0]?.count ?? 0), 0);
}
