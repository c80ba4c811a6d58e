import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { EtagModuleOptions, EtagOptionsFactory } from './options/etag-module-options.interface.js';

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN } =
  new ConfigurableModuleBuilder<EtagModuleOptions>({
    moduleName: 'Etag',
  })
    .setClassMethodName('forRoot')
    .setFactoryMethodName('createEtagOptions' satisfies keyof EtagOptionsFactory)
    .setExtras({ isGlobal: true }, (definition, { isGlobal }) => ({ ...definition, global: isGlobal }))
    .build();
