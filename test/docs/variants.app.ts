import { Body, Controller, Get, Headers, Injectable, Param, Put } from '@nestjs/common';
import {
  currentFrom,
  EtagModule,
  IfMatch,
  Versioned,
  type EtagModuleOptions,
  type ExpectedVersion,
} from '../../src/index.js';
import type { Application } from './applications.js';

interface Greeting {
  readonly version: number;
  readonly text: string;
}

@Injectable()
class Greetings {
  readonly all = new Map<string, Greeting>([
    ['1', { version: 1, text: 'hello' }],
    ['long', { version: 1, text: 'hello '.repeat(500) }],
  ]);
}

const current = currentFrom(Greetings, ({ all }, { params }) => all.get(params['id']!) ?? null);

@Controller('greetings')
@Versioned({ vary: ['Accept-Language'], current })
class GreetingsController {
  constructor(private readonly greetings: Greetings) {}

  @Get(':id') read(@Param('id') id: string, @Headers('accept-language') language: string): Greeting {
    const { version, text } = this.greetings.all.get(id)!;
    return { version, text: language === 'de' ? text.replaceAll('hello', 'hallo') : text };
  }

  @Put(':id') write(
    @Param('id') id: string,
    @Body() { text }: Greeting,
    @IfMatch() expected: ExpectedVersion,
  ): Greeting {
    expected.consume();
    const greeting = { version: this.greetings.all.get(id)!.version + 1, text };
    this.greetings.all.set(id, greeting);
    return greeting;
  }
}

function applicationWith(options: EtagModuleOptions): Application {
  return {
    module: () => ({
      imports: [EtagModule.forRoot(options)],
      controllers: [GreetingsController],
      providers: [Greetings],
    }),
    configure: (app, { compress }) => compress(app),
  };
}

export const variants = applicationWith({});
export const weakened = applicationWith({ coding: 'weaken' });
export const namespaced = applicationWith({ namespace: 'release 7' });
