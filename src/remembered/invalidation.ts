import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { explained } from '../util/explained.js';
import { GroupVersions } from './group-versions.js';
import { STORE } from './groups.js';
import { REMEMBERED_SETTINGS, type RememberedSettings } from './remembered-settings.js';
import { withTimeout } from '../util/with-timeout.js';

/** Milliseconds between attempts in the background. */
const RETRY = 250;
/** Milliseconds between attempts while the response of a write waits. */
const PROMPT = 20;
/** Where more groups than this are pending, everything is invalidated in their place. */
const MOST = 1_000;

/** Invalidates groups on every instance. What fails is tried again; until then, nothing of those groups is answered. */
@Injectable()
export class Invalidation implements OnModuleDestroy {
  private readonly logger = new Logger('EtagModule');
  /** Keys of groups that are not known to be invalidated, each with the number of the last call that asked for it. */
  private readonly pending = new Map<string, number>();
  private asked = 0;
  private closed = false;
  /** The attempts in the background, as long as there are any. */
  private catchingUp: Promise<void> | undefined;

  constructor(
    private readonly versions: GroupVersions,
    @Inject(REMEMBERED_SETTINGS) private readonly settings: RememberedSettings,
  ) {}

  /** Whether a remembered tag of these groups may be older than a write of this process. */
  isPending(keys: readonly string[]): boolean {
    return this.pending.size > 0 && (this.pending.has(STORE) || keys.some((key) => this.pending.has(key)));
  }

  /** Resolves when the groups of these keys are invalidated, or after `forgetTimeout`, and goes on in the background. */
  async invalidate(keys: readonly string[]): Promise<void> {
    const { timeout, forgetTimeout } = this.settings;
    const asked = this.note(keys);
    // While the store is away, it does not help to wait for longer.
    if (this.catchingUp) return withTimeout(timeout, this.catchingUp).catch(() => undefined);
    if (await this.insist(asked, Date.now() + forgetTimeout)) return;
    this.catchingUp ??= this.catchUp();
  }

  onModuleDestroy(): void {
    this.closed = true;
  }

  private note(keys: readonly string[]): Map<string, number> {
    this.asked += 1;
    const asked = new Map(keys.map((key) => [key, this.asked]));
    for (const key of keys) this.pending.set(key, this.asked);
    if (this.pending.size > MOST) {
      this.pending.clear();
      this.pending.set(STORE, this.asked);
    }
    return asked;
  }

  /** A broken connection is mostly made again soon. The response of a write waits for that, but no longer than until then. */
  private async insist(asked: ReadonlyMap<string, number>, until: number): Promise<boolean> {
    if (await this.attempt(asked, until - Date.now())) return true;
    await sleep(PROMPT, undefined, { ref: false });
    return Date.now() < until && this.insist(asked, until);
  }

  /** An attempt counts for what was asked before it began. What was asked since stays pending. */
  private async attempt(asked: ReadonlyMap<string, number>, limit: number): Promise<boolean> {
    if (!(await this.versions.replace([...asked.keys()], limit))) return false;
    for (const [key, at] of asked) if (this.pending.get(key) === at) this.pending.delete(key);
    return true;
  }

  private async catchUp(): Promise<void> {
    this.logger.warn(
      explained(
        'tags-not-forgotten',
        'Remembered tags could not be forgotten. It is tried again until it succeeds; until then they answer nothing.',
      ),
    );
    while (this.pending.size > 0 && !this.closed) {
      // One attempt after the other, since they are about the same groups.
      // oxlint-disable-next-line no-await-in-loop
      await sleep(RETRY, undefined, { ref: false });
      // oxlint-disable-next-line no-await-in-loop
      if (!this.closed) await this.attempt(new Map(this.pending), this.settings.forgetTimeout);
    }
    this.catchingUp = undefined;
  }
}
