import { Injectable, Module } from '@nestjs/common';
import { EtagModule, type EtagModuleOptions, type EtagOptionsFactory } from 'nestjs-etag';

@Injectable()
class Configuration {
  readonly release = 'release 7';
}

@Module({ providers: [Configuration], exports: [Configuration] })
class ConfigurationModule {}

@Injectable()
class EtagOptions implements EtagOptionsFactory {
  createEtagOptions(): EtagModuleOptions {
    return { preconditions: 'required', errors: 'problem' };
  }
}

export const withFactory = () =>
  EtagModule.forRootAsync({
    imports: [ConfigurationModule],
    inject: [Configuration],
    useFactory: ({ release }: Configuration) => ({ namespace: release }),
  });

export const withClass = () => EtagModule.forRootAsync({ useClass: EtagOptions });
