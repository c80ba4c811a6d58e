import { EtagModule } from 'nestjs-etag';
import type { Application } from './applications.js';
import { RowsModule } from './writing-an-adapter/rows.module.js';

export const rows: Application = { module: () => ({ imports: [EtagModule.forRoot(), RowsModule] }) };
