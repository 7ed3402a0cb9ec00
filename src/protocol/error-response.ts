import { CancelledError, type ErrorCode, TenantTrailError, type TerminalCommand, type TextPlace } from "./errors.ts";

/** The `data` of an error response; its `message` is the sentence for a person. */
export interface ErrorData {
  readonly code: ErrorCode;
  readonly place?: TextPlace;
  readonly command?: TerminalCommand;
  /** True when the caller's signal was aborted; then this is no error. */
  readonly cancelled: boolean;
}

/** JSON-RPC error numbers: LSP's for a cancelled request, and the first of the range free for applications. */
const errorNumbers = { cancelled: -32800, failed: 1 } as const;

/** An error as a JSON-RPC error response carries it. */
export interface AnsweredError {
  readonly number: number;
  readonly message: string;
  readonly data: ErrorData;
}

/** What a request that threw is answered with; what is neither ours nor a cancellation becomes `internal`. */
export function toErrorResponse(error: unknown): AnsweredError {
  if (error instanceof CancelledError)
    return { number: errorNumbers.cancelled, message: error.message, data: { code: "internal", cancelled: true } };
  if (error instanceof TenantTrailError) {
    const { code, message, place, command } = error;
    const data: ErrorData = {
      code,
      cancelled: false,
      ...(place !== undefined && { place }),
      ...(command !== undefined && { command }),
    };
    return { number: errorNumbers.failed, message, data };
  }
  const reason = error instanceof Error ? error.message : String(error);
  return {
    number: errorNumbers.failed,
    message: `Something failed that TenantTrail did not expect: ${reason}`,
    data: { code: "internal", cancelled: false },
  };
}

/** Makes an answered error what it was on the other side. */
export function fromErrorResponse(answered: { readonly message: string; readonly data?: unknown }): Error {
  const data = answered.data as Partial<ErrorData> | undefined;
  if (data?.cancelled) return new CancelledError();
  return new TenantTrailError(data?.code ?? "internal", answered.message, {
    cause: answered,
    ...(data?.place !== undefined && { place: data.place }),
    ...(data?.command !== undefined && { command: data.command }),
  });
}
