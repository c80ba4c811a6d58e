import {
  Controller,
  Delete,
  Get,
  Inject,
  Injectable,
  NotFoundException,
  Param,
  Patch,
  Put,
  Body,
} from '@nestjs/common';
import { ETag } from '../../../src/index.js';
import { request, type WireResponse } from '../../support/wire.js';

export interface Note {
  text: string;
  readonly [field: string]: unknown;
}

/** Notes that take their time to be read, so that two writers who are not kept apart overwrite each other. */
@Injectable()
export class Notes {
  readonly notes = new Map<string, Note>([['1', { text: 'first' }]]);
  /** Calls of a handler that writes. */
  writes = 0;

  async find(id: string): Promise<Note> {
    await pause();
    const note = this.notes.get(id);
    if (!note) throw new NotFoundException();
    return { ...note };
  }

  async change(id: string, changes: object): Promise<Note> {
    this.writes += 1;
    const note = this.notes.get(id) ?? { text: '' };
    await pause();
    const changed = { ...note, ...changes, history: [...((note['history'] as string[]) ?? []), note.text] };
    this.notes.set(id, changed);
    return changed;
  }

  async remove(id: string): Promise<void> {
    this.writes += 1;
    await pause();
    this.notes.delete(id);
  }
}

/** Long enough for every request that is on its way to get where it is going. */
export function pause(turns = 3): Promise<void> {
  return new Promise((resolve) => {
    const next = (left: number): unknown => (left === 0 ? resolve() : setImmediate(next, left - 1));
    next(turns);
  });
}

@Controller('notes')
@ETag()
export class NotesController {
  constructor(@Inject(Notes) readonly notes: Notes) {}

  @Get(':id') findOne(@Param('id') id: string): Promise<Note> {
    return this.notes.find(id);
  }

  @Put(':id') replace(@Param('id') id: string, @Body() body: object): Promise<Note> {
    return this.notes.change(id, body);
  }

  @Patch(':id') change(@Param('id') id: string, @Body() body: object): Promise<Note> {
    return this.notes.change(id, body);
  }

  @Delete(':id') remove(@Param('id') id: string): Promise<void> {
    return this.notes.remove(id);
  }
}

/** A client of one URL. */
export function clientOf(port: number, path: string) {
  const send = (
    method: string,
    headers: Record<string, string | readonly string[]> = {},
    body?: object,
  ): Promise<WireResponse> => request(port, { method, path, headers, body });
  return {
    send,
    put: (headers: Record<string, string | readonly string[]>, text = 'changed') =>
      send('PUT', headers, { text }),
    get: (headers: Record<string, string | readonly string[]> = {}) => send('GET', headers),
    tag: async (headers: Record<string, string | readonly string[]> = {}) =>
      (await send('GET', headers)).headers['etag']!,
  };
}
