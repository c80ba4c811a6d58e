import { Module } from '@nestjs/common';
import { EntityAdapters, VersionedRepository } from 'nestjs-etag';
import { DESCRIPTION, MapAdapter } from './map.adapter.js';
import { Row, ROWS } from './row.js';
import { RowsController } from './rows.controller.js';

@Module({
  controllers: [RowsController],
  providers: [
    { provide: ROWS, useFactory: () => new Map<string, Row>() },
    {
      provide: VersionedRepository,
      inject: [EntityAdapters, ROWS],
      useFactory(adapters: EntityAdapters, rows: Map<string, Row>) {
        const adapter = new MapAdapter(Row, rows);
        adapters.register(adapter);
        return new VersionedRepository<Row, never>(Row, adapter, DESCRIPTION);
      },
    },
  ],
})
export class RowsModule {}
