import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { GroupVersions } from './group-versions.js';
import { STORE } from './groups.js';
import { REMEMBERED_SETTINGS, type RememberedSettings } from './remembered-settings.js';
import { withTimeout } from '../util/with-timeout.js';

/** Milliseconds between attempts to forget what could not be forgotten. */
const RETRY = 250;
/** Milliseconds between attempts while the response of a write waits. */
const PROMPT = 20;
/** How many groups wait to be forgotten before everything is. */
const MOST = 1_000;

/**
 * Forgets groups, and does not forget to: what fails is tried again until it succeeds. Until then, this process answers
 * nothing from memory for those groups.
 */
@Injectable()
export class Invalidation implements OnModuleDestroy {
  private readonly logger = new Logger('EtagModule');
  /** Groups that are not known to be forgotten, each with the last time it was asked for. */
  private readonly pending = new Map<string, number>();
  private asked = 0;
  private closed = false;
  /** The attempts to catch up after a failure, as long as there are any. */
  private catchingUp: Promise<void> | undefined;

  constructor(
    private readonly versions: GroupVersions,
    @Inject(REMEMBERED_SETTINGS) private readonly settings: RememberedSettings,
  ) {}

  /** Whether what is remembered of a group may be older than a write of this process. */
  isPending(keys: readonly string[]): boolean {
    return this.pending.size > 0 && (this.pending.has(STORE) || keys.some((key) => this.pending.has(key)));
  }

  /**
   * Resolves when the groups are forgotten everywhere, or when that takes too long: then it happens in the background.
   * @param keys of groups
   */
  async invalidate(keys: readonly string[]): Promise<void> {
    const { timeout, forgetTimeout } = this.settings;
    const asked = this.note(keys);
    // While the store is away there is nothing to be gained by waiting.
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

  /** A connection that broke is made again soon: nobody is to be answered before that, if it takes no longer. */
  private async insist(asked: ReadonlyMap<string, number>, until: number): Promise<boolean> {
    if (await this.attempt(asked, until - Date.now())) return true;
    await sleep(PROMPT, undefined, { ref: false });
    return Date.now() < until && this.insist(asked, until);
  }

  /** An attempt counts for what was asked before it began, and not for what was asked since. */
  private async attempt(asked: ReadonlyMap<string, number>, limit: number): Promise<boolean> {
    if (!(await this.versions.replace([...asked.keys()], limit))) return false;
    for (const [key, at] of asked) if (this.pending.get(key) === at) this.pending.delete(key);
    return true;
  }

  private async catchUp(): Promise<void> {
    this.logger.warn('Remembered tags could not be forgotten, and are until that succeeds; it is tried on.');
    while (this.pending.size > 0 && !this.closed) {
      // One attempt after the other: they are about the same groups.
      // oxlint-disable-next-line no-await-in-loop
      await sleep(RETRY, undefined, { ref: false });
      // oxlint-disable-next-line no-await-in-loop
      if (!this.closed) await this.attempt(new Map(this.pending), this.settings.forgetTimeout);
    }
    this.catchingUp = undefined;
  }
}
