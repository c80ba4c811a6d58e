import { Body, Controller, Get, Injectable, NotFoundException, Param, Put } from '@nestjs/common';
import { ApiProperty, ApiResponse } from '@nestjs/swagger';
import { currentFrom, RequirePrecondition, Versioned } from 'nestjs-etag';

class Title {
  @ApiProperty({ example: 'Emma' })
  title!: string;
}

class Book extends Title {
  @ApiProperty()
  version!: number;
}

@Injectable()
export class Books {
  private readonly books = new Map<string, Book>([['1', { title: 'Persuasion', version: 3 }]]);

  find(id = ''): Book | null {
    return this.books.get(id) ?? null;
  }

  update(id: string, { title }: Title): Book {
    const book = { title, version: (this.find(id)?.version ?? 0) + 1 };
    this.books.set(id, book);
    return book;
  }
}

@Controller('books')
@Versioned({ current: currentFrom(Books, (books, request) => books.find(request.params.id)) })
export class BooksController {
  constructor(private readonly books: Books) {}

  @Get(':id')
  findOne(@Param('id') id: string): Book {
    const book = this.books.find(id);
    if (!book) throw new NotFoundException();
    return book;
  }

  @Put(':id')
  @RequirePrecondition()
  @ApiResponse({ status: 412, description: 'Somebody else has changed the book.' })
  update(@Param('id') id: string, @Body() changes: Title): Book {
    return this.books.update(id, changes);
  }
}
