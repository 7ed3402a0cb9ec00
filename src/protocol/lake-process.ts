import type { CollectProgress, SourceCheck } from "./collector.ts";
import { CancelledError, type ErrorCode, TenantTrailError, type TextPlace } from "./errors.ts";
import type { Host, HostMethod } from "./host.ts";
import type { ImportProgress } from "./lake.ts";
import type { LakeService, VerifyProgress } from "./service.ts";

/** A request's method name on the wire is the name of the `LakeService` method that answers it. */
export type LakeMethod = keyof LakeService;

export type LakeRequest<Method extends LakeMethod> = Parameters<LakeService[Method]>[0];

export type LakeResult<Method extends LakeMethod> = Awaited<ReturnType<LakeService[Method]>>;

interface ProgressByMethod {
  readonly importLogs: ImportProgress;
  readonly verifyIntegrity: VerifyProgress;
  readonly testTenant: SourceCheck;
  readonly collect: CollectProgress;
}

/** What a method reports while it works; `never` for those that report nothing. */
export type LakeProgress<Method extends LakeMethod> = Method extends keyof ProgressByMethod
  ? ProgressByMethod[Method]
  : never;

/** Every method, so that client and server cannot disagree about one: a missing name does not compile. */
const methods: { readonly [Method in LakeMethod]: Method } = {
  useConnection: "useConnection",
  listDays: "listDays",
  importLogs: "importLogs",
  verifyIntegrity: "verifyIntegrity",
  ledgerHeads: "ledgerHeads",
  heldDays: "heldDays",
  runQuery: "runQuery",
  readWindow: "readWindow",
  readCell: "readCell",
  columnStatistics: "columnStatistics",
  exportResult: "exportResult",
  copyText: "copyText",
  releaseResult: "releaseResult",
  listTenants: "listTenants",
  addTenant: "addTenant",
  removeTenant: "removeTenant",
  testTenant: "testTenant",
  tenantGuide: "tenantGuide",
  collect: "collect",
  collectionHealth: "collectionHealth",
};

export const lakeMethods: readonly LakeMethod[] = Object.values(methods);

/** What the lake process may ask back; on the wire the name follows `host/`. */
const questions: { readonly [Method in HostMethod]: Method } = {
  readSecret: "readSecret",
  writeSecret: "writeSecret",
  deleteSecret: "deleteSecret",
  openExternal: "openExternal",
  showDeviceCode: "showDeviceCode",
};

export const hostMethods: readonly HostMethod[] = Object.values(questions);

/** The name of a question on the wire. */
export function hostMethodName(method: HostMethod): string {
  return `host/${method}`;
}

/** The only parameter of every question; a method's answer of `undefined` crosses as null. */
export interface HostEnvelope<Method extends HostMethod> {
  /** The arguments of the `Host` method, in its order. */
  readonly arguments: Parameters<Host[Method]>;
}

/** The only parameter of every request. */
export interface LakeEnvelope<Method extends LakeMethod> {
  readonly request: LakeRequest<Method>;
  /** Present when the caller listens: progress is sent under this token until the response. */
  readonly progressToken?: string;
}

/** The `data` of an error response; its `message` is the sentence for a person. */
export interface LakeErrorData {
  readonly code: ErrorCode;
  readonly place?: TextPlace;
  /** True when the caller's signal was aborted; then this is no error. */
  readonly cancelled: boolean;
}

/** JSON-RPC error numbers: LSP's for a cancelled request, and the first of the range free for applications. */
const lakeErrorNumbers = { cancelled: -32800, failed: 1 } as const;

/** An error as a JSON-RPC error response carries it. */
export interface LakeErrorResponse {
  readonly number: number;
  readonly message: string;
  readonly data: LakeErrorData;
}

/** What a request that threw is answered with; what is neither ours nor a cancellation becomes `internal`. */
export function toErrorResponse(error: unknown): LakeErrorResponse {
  if (error instanceof CancelledError) {
    return { number: lakeErrorNumbers.cancelled, message: error.message, data: { code: "internal", cancelled: true } };
  }
  if (error instanceof TenantTrailError) {
    const { code, message, place } = error;
    const data = { code, cancelled: false, ...(place !== undefined && { place }) };
    return { number: lakeErrorNumbers.failed, message, data };
  }
  const reason = error instanceof Error ? error.message : String(error);
  return {
    number: lakeErrorNumbers.failed,
    message: `Something failed that TenantTrail did not expect: ${reason}`,
    data: { code: "internal", cancelled: false },
  };
}
