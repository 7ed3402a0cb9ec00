/** Every kind of failure a person or a program can be told about. */
export type ErrorCode =
  | "bad-argument"
  | "no-connection"
  | "not-a-lake"
  | "lake-missing"
  | "unsafe-lake"
  | "read-failed"
  | "write-failed"
  | "disk-full"
  | "newer-schema"
  | "unrecognised-format"
  | "localised-header"
  | "unsafe-archive"
  | "sql-syntax"
  | "sql-refused"
  | "sql-unsupported"
  | "sql-failed"
  | "too-expensive"
  | "missing-parameter"
  | "broken-slice"
  | "out-of-memory"
  | "lake-process-stopped"
  | "no-such-result"
  | "restricted-mode"
  | "no-tenant"
  /** The lake collects the tenant, and what it signs in with is not on this computer. */
  | "no-credential"
  | "sign-in-failed"
  | "missing-permission"
  | "missing-licence"
  | "throttled"
  | "unreachable"
  | "untrusted-server"
  | "collect-failed"
  | "aws-sign-in"
  | "aws-profile"
  | "aws-denied"
  | "aws-failed"
  | "no-stack"
  | "deploy-failed"
  /** Only the following of an operation ended; CloudFormation goes on with it. */
  | "deploy-goes-on"
  | "internal";

/** A place in the user's own text: line and column count from 1. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
  readonly length?: number;
}

/** What a person runs in a terminal to mend a failure: the program and its arguments, not quoted for any shell. */
export type TerminalCommand = readonly [program: string, ...given: string[]];

interface ErrorOptions {
  readonly cause?: unknown;
  readonly place?: TextPlace;
  readonly command?: TerminalCommand;
}

/** A failure with a sentence a person can act on and a code a program can. */
export class TenantTrailError extends Error {
  override readonly name = "TenantTrailError";
  readonly code: ErrorCode;
  readonly place: TextPlace | undefined;
  readonly command: TerminalCommand | undefined;

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.place = options.place;
    this.command = options.command;
  }
}

/** Thrown when a signal was aborted; never shown as an error. */
export class CancelledError extends Error {
  override readonly name = "CancelledError";

  constructor() {
    super("Cancelled");
  }
}

/** @throws CancelledError when the signal has been aborted. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new CancelledError();
}
