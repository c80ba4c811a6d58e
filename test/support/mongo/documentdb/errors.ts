import type { Fields } from '../wire-protocol.js';

const CONFLICT = 112;
const DUPLICATE = 11_000;

/** MongoDB's codes by those under which PostgreSQL and DocumentDB report the same: its file error_mappings.csv. */
const CODES: Readonly<Record<string, number>> = {
  // serialization_failure, deadlock_detected, lock_not_available, unique_violation
  '40001': CONFLICT,
  '40P01': CONFLICT,
  '55P03': CONFLICT,
  '23505': DUPLICATE,
  M0001: 2,
  M0004: 14,
  M0008: 26,
  M000D: 40,
  M000F: 48,
  M000M: 66,
  M001C: DUPLICATE,
};
const INTERNAL = 1;

/** An error that MongoDB would answer. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly errorLabels?: readonly string[],
  ) {
    super(message);
  }
}

/** The reply to a command that PostgreSQL, or the gateway, did not do. */
export function refusalOf(error: unknown): Fields {
  if (!(error instanceof Error)) throw error;
  const code = error instanceof Refused ? error.status : codeOf(Reflect.get(error, 'code'));
  const errorLabels = error instanceof Refused ? error.errorLabels : undefined;
  return { ok: 0, code, errmsg: error.message, ...(errorLabels && { errorLabels }) };
}

/** Within a transaction a conflict is the client's to repeat. */
export function inTransaction(error: unknown): unknown {
  if (!(error instanceof Error) || codeOf(Reflect.get(error, 'code')) !== CONFLICT) return error;
  return conflict(error.message);
}

/**
 * Where DocumentDB reports a conflict as a write that failed, MongoDB has the whole command fail.
 * @throws Refused
 */
export function refuseConflicts({ writeErrors = [] }: { readonly writeErrors?: readonly Fields[] }): void {
  const met = writeErrors.find(({ code }) => code === CONFLICT);
  if (met) throw conflict(String(met['errmsg']));
}

function conflict(message: string): Refused {
  return new Refused(CONFLICT, `WriteConflict: ${message}`, ['TransientTransactionError']);
}

/** Writes and indexes that failed come with the number under which PostgreSQL keeps its code. */
export function withCodes(reply: Fields): Fields {
  const { defaultShard: indexes } = (reply['raw'] ?? {}) as { readonly defaultShard?: Fields };
  if (indexes && Number(indexes['ok']) === 0) return withCode(indexes);
  const writeErrors = reply['writeErrors'] as Fields[] | undefined;
  if (!writeErrors) return reply;
  return { ...reply, writeErrors: writeErrors.map(withCode) };
}

function withCode(failure: Fields): Fields {
  return { ...failure, code: codeOf(sqlStateOf(Number(failure['code']))) };
}

function codeOf(sqlState: unknown): number {
  return CODES[String(sqlState)] ?? INTERNAL;
}

/** Five characters of six bits each, as in PostgreSQL's `MAKE_SQLSTATE`. */
function sqlStateOf(packed: number): string {
  const characters = [0, 6, 12, 18, 24].map((bits) => ((packed >> bits) & 0x3f) + 0x30);
  return String.fromCodePoint(...characters);
}
