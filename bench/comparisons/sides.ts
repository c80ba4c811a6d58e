import type { Launch, Platform, VariantName } from '../servers/launch.js';

/** A short hand for what comparisons are made of. */
export function on(platform: Platform): (variant: VariantName, items?: number) => Launch {
  return (variant, items = 100) => ({ variant, platform, items });
}

export const express = on('express');
export const fastify = on('fastify');
export const node = on('node');
export const hono = on('hono');

export function withSerializer(launch: Launch): Launch {
  return { ...launch, serializer: true };
}
