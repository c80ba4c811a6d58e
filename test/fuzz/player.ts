/** Plays sequences of requests, each on a room of its own, and holds every response against the oracle. */
import { pathOf, type Applications } from './applications.js';
import type { Command, Sequence } from './arbitraries.js';
import type { FuzzClient } from './client.js';
import type { StrictResponse } from './connection.js';
import { KINDS } from './kinds.js';
import { messageOf } from './message.js';
import { faultsOf } from './oracle.js';
import { momentOf, type Rooms } from './rooms.js';
import { TrueTags } from './true-tags.js';

/** Where a sequence is played, and what is known of it by now. */
interface Stage extends Sequence {
  readonly port: number;
  readonly id: string;
  readonly path: string;
  readonly tags: TrueTags;
}

const NOWHEN = momentOf(0);

export class Player {
  private sequences = 0;

  constructor(
    private readonly applications: Applications,
    private readonly rooms: Rooms,
    private readonly client: FuzzClient,
  ) {}

  /** @throws Error where a response is wrong */
  async play(sequence: Sequence): Promise<void> {
    const id = `room-${(this.sequences += 1)}`;
    const path = `/${pathOf(sequence.kind)}/${id}`;
    const { port } = this.applications[sequence.around];
    const stage: Stage = { ...sequence, port, id, path, tags: new TrueTags() };
    for (const command of sequence.commands) await this.step(stage, command);
    this.rooms.forget(id);
  }

  private async step(stage: Stage, command: Command): Promise<void> {
    const { port, id, path, tags, around } = stage;
    const kind = KINDS[stage.kind]!;
    const { method } = command;
    const before = this.rooms.find(id);
    const { writes } = this.rooms;
    const { version, updatedAt } = before ?? { version: 0, updatedAt: NOWHEN };
    const { bytes, fields } = messageOf(command, path, { shown: tags.newest, version, updatedAt });
    const response = await this.client.send(port, bytes, method);
    const performed = this.rooms.writes !== writes;
    const faults: string[] = [];
    if (command.illegal !== undefined) {
      this.client.drop(port);
      if (performed || response.status !== 400) faults.push(`${response.status} of no request`);
    } else {
      const shown = tags.of(version);
      faults.push(...faultsOf({ kind, around, method, fields, response, before, performed, shown }));
      faults.push(...tags.learn(command, response, this.rooms.find(id)?.version ?? 0));
      if (isRefusedRead(method, response) && !kind.undecorated && !kind.status)
        faults.push(...(await this.verify(stage, command, response)));
    }
    if (faults.length > 0) throw new Error(`${faults.join('\n')}\n${bytes.toString('latin1')}`);
  }

  /** The tag of a 304, and of a 412, is the one that a request without preconditions is shown. */
  private async verify({ port, path }: Stage, command: Command, refused: StrictResponse): Promise<string[]> {
    const { acceptEncoding, acceptLanguage } = command;
    const plain = { method: 'GET', acceptEncoding, acceptLanguage };
    const { bytes } = messageOf(plain, path, { shown: [], version: 0, updatedAt: NOWHEN });
    const { status, headers } = await this.client.send(port, bytes, 'GET');
    const { etag } = refused.headers;
    const now = headers['etag'];
    if (status === 200 && (etag === now || (refused.status === 412 && isOfVersion(etag, now)))) return [];
    return [`${refused.status} with ETag ${etag}, where the resource is ${status} with ${now}`];
  }
}

function isRefusedRead(method: string, { status }: StrictResponse): boolean {
  return (method === 'GET' || method === 'HEAD') && (status === 304 || status === 412);
}

/** What a 412 shows need not be the tag in this coding: that of the version, or of another coding, will do for the next write. */
function isOfVersion(etag: string | undefined, whole: string | undefined): boolean {
  return etag === undefined || versionIn(etag) === versionIn(whole ?? '');
}

/** `"7"` and `"7.x"` are of one version. */
function versionIn(etag: string): string {
  return etag.replace(/^W\//, '').split(/[".]/)[1] ?? '';
}
