import {
  Body,
  Controller,
  Get,
  Headers,
  HttpException,
  Inject,
  NotFoundException,
  Param,
  ParseIntPipe,
  PreconditionFailedException,
  Put,
  Res,
} from '@nestjs/common';
import type { ServerResponse } from 'node:http';
import type { Changes, Row, Store } from '../orms/orm.interface.js';
import { serveOrm, STORE } from '../orms/serve.js';
import type { Start } from '../serving.js';

interface Response extends Pick<ServerResponse, 'statusCode'> {
  header(name: string, value: string): unknown;
}

@Controller('products/:id')
class ProductsController {
  constructor(@Inject(STORE) private readonly store: Store) {}

  @Get()
  read(@Param('id', ParseIntPipe) id: number): Promise<object | null> {
    return this.store.find(id);
  }

  /** What an application without us would have to write to lose no update either, and to say why it refuses one. */
  @Put()
  async write(
    @Param('id', ParseIntPipe) id: number,
    @Body() { name, stock }: Changes,
    @Headers('if-match') condition: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Row> {
    if (condition === undefined) throw new HttpException('Precondition Required', 428);
    const version = Number(condition.slice(1, -1));
    const row = Number.isInteger(version) ? await this.store.update(id, version, { name, stock }) : null;
    if (row) {
      response.header('ETag', `"${row.version}"`);
      return row;
    }
    throw (await this.store.find(id)) ? new PreconditionFailedException() : new NotFoundException();
  }
}

/** One library by hand: the version in the condition of its write, the header field taken apart with a slice. */
export const start: Start = (launch) => serveOrm(launch, () => ({ controllers: [ProductsController] }));
