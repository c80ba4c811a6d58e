import type { Effort } from './measure/effort.js';
import type { Host } from './measure/server.js';
import type { Result } from './measure/result.interface.js';
import type { Service } from './servers/launch.js';

/** What a step is run with. */
export interface StepConditions {
  readonly host: Host;
  readonly effort: Effort;
  /** Shows how far it is. */
  readonly onProgress: (text: string) => void;
}

/** One entry of the results. */
export interface Step {
  readonly name: string;
  readonly group: string;
  /** What has to listen on this machine. */
  readonly needs: readonly Service[];
  readonly run: (conditions: StepConditions) => Promise<Result>;
}
