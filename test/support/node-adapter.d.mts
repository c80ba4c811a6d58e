import type { AbstractHttpAdapter } from '@nestjs/core';

export declare const NodeAdapter: new () => AbstractHttpAdapter;
