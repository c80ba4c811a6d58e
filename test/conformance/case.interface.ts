/** What the files of `cases/` and `states.json` hold. */

/** What a target resource is at present, and how it answers. Without any of these it is there, and has no validator. */
export interface State {
  readonly etag?: string;
  readonly lastModified?: string;
  /** Default true. */
  readonly exists?: boolean;
  /** A PUT or PATCH creates it. */
  readonly creates?: boolean;
  /** A stale change that it has already is a success. */
  readonly recognises?: boolean;
  /** A write has to have a precondition. */
  readonly required?: boolean;
  /** Every request is turned away with this status before its method is looked at. */
  readonly turnsAway?: number;
  /** The method itself ends with this status. */
  readonly fails?: number;
  readonly redirects?: number;
  /** Of a GET that succeeds. Default 200. */
  readonly status?: number;
  /** A file, of which ranges can be had. */
  readonly content?: string;
  /** Its tag is whatever the system makes of what it sends. */
  readonly hashed?: boolean;
  /** It has another representation for each Accept-Language. */
  readonly languages?: boolean;
  /** It is compressed for those who accept that. */
  readonly coded?: boolean;
  readonly noStore?: boolean;
}

type Lines = string | readonly string[];
export type Headers = Readonly<Record<string, Lines>>;
/** A value, null for a field that is not there, `*` for any; of several the first is our choice. */
export type Permitted = string | null | readonly (string | null)[];

export interface Case {
  readonly method: string;
  /** By its name in `states.json`. */
  readonly state: string;
  readonly headers?: Headers;
  /** What the response may have; of several the first is our choice. */
  readonly status: number | readonly number[];
  /** Whether the state was changed; where nothing is said, a 2xx has changed it, and nothing else. */
  readonly performed?: boolean;
  readonly fields?: Readonly<Record<string, Permitted>>;
  readonly body?: string;
  /** Another request for the same state, and which of its fields are those of this one. */
  readonly beside?: {
    readonly method: string;
    readonly headers?: Headers;
    readonly same?: readonly string[];
    /** Not the same where both are strong. */
    readonly differs?: readonly string[];
  };
  /** A second request, with the tag of the first in If-None-Match, is 304 with that tag. */
  readonly revalidates?: boolean;
  /** Its Last-Modified is not later than its Date. */
  readonly notAfterDate?: boolean;
}

export interface Rule {
  /** In the list of RFC 9110's rules that `test/http/rules/` goes by. */
  readonly rule: number;
  /** Of RFC 9110, where it names no other document. */
  readonly section: string;
  readonly title: string;
  /** What RFC 9110 says where it leaves something open, and what we made of it. */
  readonly open?: { readonly says: string; readonly choice: string };
  readonly cases: readonly Case[];
}
