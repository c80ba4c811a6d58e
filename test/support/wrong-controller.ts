import { Controller, type Type } from '@nestjs/common';

/** A controller of one route, decorated as told. */
export function controllerWith(...decorators: readonly MethodDecorator[]): Type {
  @Controller('wrong')
  class WrongController {
    route(): void {}
  }
  const { prototype } = WrongController;
  const descriptor = Object.getOwnPropertyDescriptor(prototype, 'route')!;
  for (const decorate of decorators) decorate(prototype, 'route', descriptor);
  return WrongController;
}
