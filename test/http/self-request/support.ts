import {
  Body,
  Controller,
  Delete,
  Get,
  Injectable,
  NotFoundException,
  Param,
  Patch,
  Put,
} from '@nestjs/common';
import { ETag } from '../../../src/index.js';
import { request, type WireResponse } from '../../support/wire.js';

export interface Note {
  readonly text: string;
  readonly history: readonly string[];
}

/** Notes that take their time, so that two writers who are not kept apart overwrite each other. */
@Injectable()
export class Notes {
  readonly notes = new Map<string, Note>([['1', { text: 'first', history: [] }]]);
  reads = 0;
  writes = 0;

  async find(id: string): Promise<Note> {
    this.reads += 1;
    await pause();
    const note = this.notes.get(id);
    if (!note) throw new NotFoundException();
    return note;
  }

  async change(id: string, text: string): Promise<Note> {
    this.writes += 1;
    const old = this.notes.get(id);
    await pause();
    const note = { text, history: old ? [...old.history, old.text] : [] };
    this.notes.set(id, note);
    return note;
  }

  remove(id: string): void {
    this.writes += 1;
    this.notes.delete(id);
  }
}

@Controller('notes')
@ETag()
export class NotesController {
  constructor(private readonly notes: Notes) {}

  @Get(':id') findOne(@Param('id') id: string): Promise<Note> {
    return this.notes.find(id);
  }

  @Put(':id') replace(@Param('id') id: string, @Body('text') text: string): Promise<Note> {
    return this.notes.change(id, text);
  }

  @Patch(':name') change(@Param('name') id: string, @Body('text') text: string): Promise<Note> {
    return this.notes.change(id, text);
  }

  @Delete(':id') remove(@Param('id') id: string): void {
    this.notes.remove(id);
  }
}

export type Headers = Record<string, string | readonly string[]>;

/** A client of one URL. */
export class Client {
  constructor(
    private readonly port: number,
    private readonly path: string,
  ) {}

  send(method: string, headers: Headers = {}, text = 'changed'): Promise<WireResponse> {
    const body = method === 'GET' || method === 'DELETE' ? undefined : { text };
    return request(this.port, { method, path: this.path, headers, body });
  }

  put(headers: Headers = {}, text?: string): Promise<WireResponse> {
    return this.send('PUT', headers, text);
  }

  /** The tag a GET sends. */
  async tag(headers: Headers = {}): Promise<string> {
    return (await this.send('GET', headers)).headers['etag']!;
  }
}

/** Lets everything that is on its way get where it is going. */
export async function pause(turns = 5): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Waits for what is bound to happen; what does not fails the test instead of hanging it. */
export async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 4_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`never came true: ${String(condition)}`);
    await pause(1);
  }
}

/** Holds up whoever comes by, until it is opened. */
export class Gate {
  arrived = 0;
  open: () => void = () => undefined;
  private readonly opened = new Promise<void>((resolve) => (this.open = resolve));

  async pass(): Promise<void> {
    this.arrived += 1;
    await this.opened;
  }
}
