import { RequestType, ResponseError } from "vscode-jsonrpc/browser";
import type { DeployPageRequests, DeployStart } from "../../../src/protocol/aws/deploy-page.ts";
import type { StackTenant } from "../../../src/protocol/aws/stack-changes.ts";
import type { DeployAccount, DeployProgress, PlannedDeploy } from "../../../src/protocol/aws/stack-deployments.ts";
import type { ErrorData } from "../../../src/protocol/error-response.ts";
import type { ErrorCode, TerminalCommand } from "../../../src/protocol/errors.ts";
import { connectFakeHost } from "../fake-transport.ts";
import { fakeAccount, fakeOutcome, fakePlan, fakeStart } from "./fake-deploy.ts";

type Method = keyof DeployPageRequests;
type Params<Name extends Method> = DeployPageRequests[Name]["params"];
type Answer<Name extends Method> = DeployPageRequests[Name]["result"];

/** The extension host's end, in the page itself: what it was asked, and what it is to say. */
export interface FakeDeployHost {
  readonly calls: { readonly method: string; readonly params: unknown }[];
  /** Methods whose calls were cancelled. */
  readonly cancelled: string[];
  /** By method: what it fails with. */
  readonly failures: Record<
    string,
    { readonly message: string; readonly command?: TerminalCommand; readonly code?: ErrorCode }
  >;
  /** By method: asked and not answered before it is let go. */
  readonly held: Record<string, boolean>;
  start: DeployStart;
  account: DeployAccount;
  plan: PlannedDeploy;
  /** What a person answers who is asked whether to delete or remove. */
  agrees: boolean;
  tenants: readonly StackTenant[];
  show(isTrusted: boolean): void;
  /** Tells progress of what runs last. */
  tell(...progress: readonly DeployProgress[]): void;
}

declare global {
  var fakeDeployHost: FakeDeployHost;
}

const connection = connectFakeHost();
let lastRun = "";
const host: FakeDeployHost = {
  calls: [],
  cancelled: [],
  failures: {},
  held: {},
  start: fakeStart,
  account: fakeAccount,
  plan: fakePlan,
  agrees: true,
  tenants: [],
  show: (isTrusted) => void connection.sendNotification("state", { isTrusted }),
  tell: (...all) => {
    for (const progress of all) void connection.sendNotification("progress", { run: lastRun, progress });
  },
};
globalThis.fakeDeployHost = host;

function answer<Name extends Method>(method: Name, reply: (params: Params<Name>) => Answer<Name>): void {
  connection.onRequest(new RequestType<Params<Name>, unknown, ErrorData>(method), async (params, token) => {
    host.calls.push({ method, params });
    token.onCancellationRequested(() => host.cancelled.push(method));
    if (params !== null && typeof params === "object" && "run" in params) lastRun = String(params.run);
    while (host.held[method]) await new Promise((resolve) => setTimeout(resolve, 5));
    const failure = host.failures[method];
    if (failure !== undefined) {
      const data = {
        code: failure.code ?? "aws-failed",
        cancelled: false,
        ...(failure.command && { command: failure.command }),
      } as const;
      throw new ResponseError(1, failure.message, data);
    }
    return reply(params);
  });
}

for (const method of ["ready", "showReport", "manageTrust"])
  connection.onNotification(method, (params: unknown) => void host.calls.push({ method, params }));

answer("start", () => host.start);
answer("account", () => host.account);
answer("plan", () => host.plan);
answer("drop", () => null);
answer("execute", () => fakeOutcome);
answer("follow", () => fakeOutcome);
answer("remove", () => (host.agrees ? { keptBucket: "contoso-logs-lakebucket-1x2y3z" } : null));
answer("pickCertificate", () => ({ id: "held-1", fileName: "collector.pfx", format: "pfx" }));
answer("putTenant", () => null);
answer("tenants", () => host.tenants);
answer("removeTenant", () => host.agrees);
answer("runFunction", ({ table }) => ({
  needsLook: table === "riskdetections",
  summary:
    table === "riskdetections"
      ? "0 rows. Risk detections: the tenant has no Entra ID P2 licence."
      : "1,204 rows added from 2026-11-22 on; 29 windows left for the next run.",
  details: `The whole report of ${table}`,
}));
answer("useLake", () => null);
answer("signIn", () => true);
connection.listen();
