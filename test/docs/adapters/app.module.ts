import { Module } from '@nestjs/common';
import { EtagModule } from 'nestjs-etag';

@Module({ imports: [EtagModule.forRoot()] })
export class AppModule {}
