import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';

/**
 * Answers everything, as an application's global filter that catches all does, and says that it was asked: an HttpException
 * with its own status and body, anything else with 599.
 */
@Catch()
export class CatchAll implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const response = host
      .switchToHttp()
      .getResponse<{ status(code: number): { send(body: unknown): void } }>();
    if (!(error instanceof HttpException)) return response.status(599).send({ caught: 'all' });
    response.status(error.getStatus()).send({ ...Object(error.getResponse()), caught: 'all' });
  }
}
