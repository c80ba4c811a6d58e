import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Injectable,
  NotFoundException,
  Param,
  Patch,
  Put,
} from '@nestjs/common';
import { currentFrom, IfMatch, RequirePrecondition, Versioned, type ExpectedVersion } from 'nestjs-etag';

type Note = { id: string; text: string; version: number };

@Injectable()
export class NotesService {
  private readonly notes = new Map<string, Note>([
    ['1', { id: '1', text: 'Milk', version: 3 }],
    ['2', { id: '2', text: 'Tea', version: 1 }],
  ]);

  find(id: string | undefined): Note | null {
    return this.notes.get(id ?? '') ?? null;
  }

  write(id: string, text: string): Note {
    const note = { id, text, version: (this.find(id)?.version ?? 0) + 1 };
    this.notes.set(id, note);
    return note;
  }

  remove(id: string): void {
    if (!this.notes.delete(id)) throw new NotFoundException();
  }
}

const current = currentFrom(NotesService, (notes, request) => notes.find(request.params.id));

@Controller('notes')
@Versioned({ current })
export class NotesController {
  constructor(private readonly notes: NotesService) {}

  @Get(':id')
  findOne(@Param('id') id: string): Note {
    const note = this.notes.find(id);
    if (!note) throw new NotFoundException();
    return note;
  }

  @Put(':id')
  @Versioned({ current, creates: true })
  @RequirePrecondition()
  replace(@Param('id') id: string, @Body('text') text: string): Note {
    return this.notes.write(id, text);
  }

  @Patch(':id')
  @Versioned({ current, alreadyApplied: ['text'] })
  change(@Param('id') id: string, @Body('text') text: string): Note {
    return this.notes.write(id, text);
  }

  @Delete(':id')
  @Versioned({ current, alreadyApplied: true })
  @HttpCode(204)
  remove(@Param('id') id: string): void {
    this.notes.remove(id);
  }
}

@Controller('drafts')
export class DraftsController {
  constructor(private readonly notes: NotesService) {}

  @Put(':id')
  @Versioned()
  async update(
    @Param('id') id: string,
    @Body('text') text: string,
    @IfMatch() expected: ExpectedVersion,
  ): Promise<Note> {
    await expected.assert(this.notes.find(id)); // 412 with the current ETag, unless every precondition holds
    return this.notes.write(id, text);
  }
}
