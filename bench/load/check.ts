import type { Workload } from '../comparisons/comparison.interface.js';
import { describe, tagPattern, titleOf, type Launch } from '../servers/launch.js';
import { sendOnce, type Response } from './once.js';
import { readOf, writeOf } from './workload.js';

/** Of no client that measures. */
const CLIENT = 40;

/**
 * Sees to it that a server does its job before anybody measures how fast it does.
 * @returns the body it answers a read or a write with, which those it is compared with have to send as well
 * @throws Error naming the server, and what it answered
 */
export async function check(workload: Workload, launch: Launch, port: number): Promise<string> {
  const checks = { read: checkRead, revalidate: checkRevalidation, write: checkWrite };
  try {
    return await checks[workload](launch, port);
  } catch (error) {
    throw new Error(`${titleOf(launch)} is not worth measuring: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

async function checkRead(launch: Launch, port: number): Promise<string> {
  const response = await sendOnce(port, readOf(launch));
  expectStatus(response, 200);
  if (!tagPattern(launch).test(response.etag ?? '')) throw new Error(`its tag is ${response.etag}`);
  return response.body;
}

async function checkRevalidation(launch: Launch, port: number): Promise<string> {
  const body = await checkRead(launch, port);
  const { etag } = await sendOnce(port, readOf(launch));
  if (etag === undefined) return body;
  const response = await sendOnce(port, { ...readOf(launch), headers: { 'If-None-Match': etag } });
  expectStatus(response, 304);
  if (response.body !== '') throw new Error('its 304 has a body');
  return body;
}

async function checkWrite(launch: Launch, port: number): Promise<string> {
  const request = writeOf(launch, CLIENT);
  const stale = { ...request, headers: { 'If-Match': '"1"' } };
  const response = await sendOnce(port, stale);
  expectStatus(response, 200);
  const { guards } = describe(launch);
  if (guards && response.etag !== '"2"') throw new Error(`its tag is ${response.etag}`);
  expectStatus(await sendOnce(port, stale), guards ? 412 : 200);
  return response.body;
}

function expectStatus({ status }: Response, expected: number): void {
  if (status !== expected) throw new Error(`it answered ${status}, not ${expected}`);
}
