import KeyvRedis from '@keyv/redis';
import { Keyv } from 'keyv';
import { EtagModule } from 'nestjs-etag';

export const cluster = EtagModule.forRoot({
  namespace: process.env['RELEASE'] ?? '',
  secret: process.env['ETAG_SECRET'] ?? '',
  store: new Keyv(new KeyvRedis(process.env['REDIS_URL'])),
});
