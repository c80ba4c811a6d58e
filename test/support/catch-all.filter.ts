import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';

/** Answers everything, as an application's global filter that catches all does, and says that it was asked. */
@Catch()
export class CatchAll implements ExceptionFilter {
  catch(_: unknown, host: ArgumentsHost): void {
    const response = host
      .switchToHttp()
      .getResponse<{ status(code: number): { send(body: unknown): void } }>();
    response.status(599).send({ caught: 'all' });
  }
}
