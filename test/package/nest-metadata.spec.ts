import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import {
  Catch,
  Controller as NestController,
  Get,
  Header,
  Injectable,
  Module,
  Next,
  Redirect,
  Render,
  Res,
  Req,
  RequestMethod,
  Sse,
  UseFilters,
  UseGuards,
  UseInterceptors,
  Version,
  type CallHandler,
  type CanActivate,
  type ExceptionFilter,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { ModulesContainer, NestFactory, RouterModule } from '@nestjs/core';
import { MessagePattern } from '@nestjs/microservices';
import { RouteConfig } from '@nestjs/platform-fastify';
import { NEST } from '../../src/metadata/nest-metadata.js';

@Injectable()
class Interceptor implements NestInterceptor {
  intercept(_: ExecutionContext, next: CallHandler) {
    return next.handle();
  }
}

@Catch()
class Filter implements ExceptionFilter {
  catch(): void {}
}

@Injectable()
class Guard implements CanActivate {
  canActivate(): boolean {
    return true;
  }
}

@NestController({ path: 'hosted', host: 'a.test' })
class Controller {
  @Get('here')
  path(): void {}

  @Version('2')
  version(): void {}

  @UseInterceptors(Interceptor)
  interceptors(): void {}

  @UseFilters(Filter)
  filters(): void {}

  @UseGuards(Guard)
  guards(): void {}

  routeArguments(_first: unknown, @Req() _request: unknown): void {}

  @Sse('events')
  sse(): void {}

  answering(@Res() _: unknown, @Next() __: unknown): void {}

  @Header('X', 'y')
  headers(): void {}

  @Render('page')
  render(): void {}

  @Redirect('/there', 302)
  redirect(): void {}

  @RouteConfig({ mine: true })
  fastifyRouteConfig(): void {}

  @MessagePattern('find')
  messagePattern(): void {}

  undecorated(): void {}
}

/** All that stands on a handler, but for what the TypeScript compiler writes itself. */
function metadataOf(handler: object): Record<string, unknown> {
  const keys = (Reflect.getMetadataKeys(handler) as string[]).filter((key) => !key.startsWith('design:'));
  return Object.fromEntries(keys.map((key) => [key, Reflect.getMetadata(key, handler) as unknown]));
}

describe("the keys of the installed Nest's own decorators", () => {
  const { prototype } = Controller;

  it('@Get()', () => {
    expect(metadataOf(prototype.path)).toEqual({ [NEST.path]: 'here', [NEST.method]: RequestMethod.GET });
    expect([NEST.path, NEST.method]).toEqual(['path', 'method']);
  });

  it('@Version()', () => {
    expect(metadataOf(prototype.version)).toEqual({ [NEST.version]: '2' });
  });

  it('@UseInterceptors()', () => {
    expect(metadataOf(prototype.interceptors)).toEqual({ [NEST.interceptors]: [Interceptor] });
  });

  it('@UseFilters()', () => {
    expect(metadataOf(prototype.filters)).toEqual({ [NEST.filters]: [Filter] });
  });

  it('@Catch()', () => {
    expect(Reflect.getMetadata(NEST.catches, Filter)).toEqual([]);
  });

  it('@Controller() with a host', () => {
    expect(Reflect.getMetadata(NEST.host, Controller)).toBe('a.test');
  });

  it('@Header()', () => {
    expect(metadataOf(prototype.headers)).toEqual({ [NEST.headers]: [{ name: 'X', value: 'y' }] });
  });

  it('RouterModule, on the class of the module, with or without the id of the application', async () => {
    @Module({})
    class Prefixed {}
    const imports = [Prefixed, RouterModule.register([{ path: 'prefix', module: Prefixed }])];
    const app = await NestFactory.createApplicationContext({ module: class {}, imports }, { logger: false });
    const { applicationId } = app.get(ModulesContainer);
    const keys = [NEST.modulePath, `${NEST.modulePath}${applicationId}`];
    expect(keys.map((key) => Reflect.getMetadata(key, Prefixed) as unknown)).toContain('/prefix');
    await app.close();
  });

  it('@UseGuards()', () => {
    expect(metadataOf(prototype.guards)).toEqual({ [NEST.guards]: [Guard] });
  });

  it('@Redirect()', () => {
    expect(metadataOf(prototype.redirect)).toEqual({ [NEST.redirect]: { url: '/there', statusCode: 302 } });
  });

  it('@Render()', () => {
    expect(metadataOf(prototype.render)).toEqual({ [NEST.render]: 'page' });
  });

  it('@Res() and @Next(), whose indexes begin the keys of parameters', () => {
    const parameters = Reflect.getMetadata(NEST.routeArguments, Controller, 'answering') as object;
    expect(Object.keys(parameters).toSorted()).toEqual(['1:0', '2:1']);
  });

  it('@RouteConfig()', () => {
    expect(metadataOf(prototype.fastifyRouteConfig)).toEqual({ [NEST.fastifyRouteConfig]: { mine: true } });
  });

  it('@MessagePattern()', () => {
    expect(metadataOf(prototype.messagePattern)).toMatchObject({ [NEST.messagePattern]: ['find'] });
  });

  it('@Sse()', () => {
    expect(metadataOf(prototype.sse)).toMatchObject({ [NEST.sse]: true, [NEST.path]: 'events' });
  });

  it('@Req(), on the class and the name of the method, by the index of each parameter', () => {
    const keys = Reflect.getMetadataKeys(Controller, 'routeArguments') as string[];
    expect(keys.filter((key) => !key.startsWith('design:'))).toEqual([NEST.routeArguments]);
    const parameters = Reflect.getMetadata(NEST.routeArguments, Controller, 'routeArguments') as object;
    expect(Object.values(parameters)).toEqual([expect.objectContaining({ index: 1 })]);
  });

  it('have a test here, each', () => {
    const tested = [
      'path',
      'method',
      'version',
      'modulePath',
      'catches',
      'host',
      'headers',
      'interceptors',
      'filters',
      'guards',
      'routeArguments',
      'sse',
      'redirect',
      'render',
      'messagePattern',
    ];
    expect(Object.keys(NEST).toSorted()).toEqual([...tested, 'fastifyRouteConfig'].toSorted());
    expect(metadataOf(prototype.undecorated)).toEqual({});
  });
});
