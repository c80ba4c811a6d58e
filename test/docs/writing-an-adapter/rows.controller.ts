import { Body, Controller, Get, Inject, NotFoundException, Param, Put } from '@nestjs/common';
import { IfMatch, Versioned, VersionedRepository, type ExpectedVersion } from 'nestjs-etag';
import { Row, ROWS } from './row.js';

@Controller('rows')
@Versioned(Row, { creates: true })
export class RowsController {
  constructor(
    private readonly repository: VersionedRepository<Row>,
    @Inject(ROWS) private readonly rows: Map<string, Row>,
  ) {}

  @Get(':id')
  findOne(@Param('id') id: string): Row {
    const row = this.rows.get(id);
    if (!row) throw new NotFoundException();
    return row;
  }

  @Put(':id')
  write(@Param('id') id: string, @Body('text') text: string, @IfMatch() expected: ExpectedVersion) {
    return expected.createOnly
      ? this.repository.insert({ id, text }, expected)
      : this.repository.update({ id }, { text }, expected);
  }
}
