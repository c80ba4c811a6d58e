/** Notes that are read, listed and updated: decorated, and in a twin of the application the same without us. */
import {
  Body,
  Controller,
  Get,
  Injectable,
  NotFoundException,
  Param,
  Put,
  type INestApplication,
  type ModuleMetadata,
  type Type,
} from '@nestjs/common';
import { Exclude } from 'class-transformer';
import { currentFrom, ETag, EtagModule, Versioned } from 'nestjs-etag';
import { startApp, type Adapter, type RunningApp } from '../../support/adapters.js';
import { NOTHING } from '../../support/stages.js';

class Note {
  @Exclude() readonly author = 'nobody is told';

  constructor(
    readonly id: string,
    readonly version: number,
    readonly text: string,
  ) {}
}

@Injectable()
class Notes {
  readonly notes = new Map([['1', new Note('1', 1, 'first '.repeat(300))]]);
  /** How often a handler ran. */
  ran = 0;

  find(id: string): Note | null {
    return this.notes.get(id) ?? null;
  }
}

/** A library beside us in an application. */
export interface Companion {
  readonly imports?: () => ModuleMetadata['imports'] & object;
  readonly providers?: () => ModuleMetadata['providers'] & object;
  /** Decorated, and the same without us. */
  readonly controllers?: (ours: boolean) => Type[];
  readonly configure?: (app: INestApplication, adapter: Adapter) => unknown;
}

const current = currentFrom(Notes, (notes, { params }) => notes.find(params['id']!));

function controllerOf(ours: boolean): Type {
  const [versioned, hashed] = ours ? [Versioned({ current }), ETag()] : [NOTHING, NOTHING];

  @Controller('notes')
  class NotesController {
    constructor(private readonly notes: Notes) {}

    @Get() @hashed list(): Note[] {
      this.notes.ran += 1;
      return [...this.notes.notes.values()];
    }

    @Get(':id') @versioned read(@Param('id') id: string): Note {
      this.notes.ran += 1;
      const note = this.notes.find(id);
      if (!note) throw new NotFoundException();
      return note;
    }

    @Put(':id') @versioned write(@Param('id') id: string, @Body() { text }: { text: string }): Note {
      this.notes.ran += 1;
      const note = new Note(id, (this.notes.find(id)?.version ?? 0) + 1, text);
      this.notes.notes.set(id, note);
      return note;
    }
  }
  return NotesController;
}

/** Decorated with nothing: `auto` is what gives it a tag. */
@Controller('plain')
class PlainController {
  @Get() read(): object {
    return { text: 'plain' };
  }
}

export interface NotesApp extends RunningApp {
  readonly notes: Notes;
}

export async function startNotes(
  companions: readonly Companion[],
  adapter: Adapter,
  ours: boolean,
): Promise<NotesApp> {
  const app = await startApp(
    {
      imports: [
        ...(ours ? [EtagModule.forRoot({ auto: true })] : []),
        ...companions.flatMap(({ imports }) => imports?.() ?? []),
      ],
      controllers: [
        controllerOf(ours),
        PlainController,
        ...companions.flatMap(({ controllers }) => controllers?.(ours) ?? []),
      ],
      providers: [Notes, ...companions.flatMap(({ providers }) => providers?.() ?? [])],
    },
    adapter,
    {
      configure: async (nest) => {
        for (const { configure } of companions) await configure?.(nest, adapter);
      },
    },
  );
  return { ...app, notes: app.app.get(Notes) };
}
