import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { readAll, type Upstream } from "../forward.ts";
import { checkCaller } from "../mini-stack.ts";
import { signedFor } from "../signed-for.ts";

/** A dashboard of the account's, with the names of its parameters. */
export interface Dashboard {
  readonly id: string;
  readonly name: string;
  readonly parameters?: readonly string[];
}

const dashboardsPath = /^\/accounts\/(\d+)\/dashboards(?:\/([^/]+)(\/definition)?)?$/;

/** QuickSight's lists of dashboards: MiniStack knows nothing of it. Tests say what there is. */
export class QuickSight {
  /** False for an account that never signed up. */
  subscribed = true;
  dashboards: readonly Dashboard[] = [];
  readonly #upstream: Upstream;

  constructor(upstream: Upstream) {
    this.#upstream = upstream;
  }

  async answer(from: IncomingMessage, to: ServerResponse): Promise<void> {
    const body = await readAll(from);
    const url = new URL(from.url ?? "/", "http://127.0.0.1");
    const [, account, id, definition] = dashboardsPath.exec(url.pathname) ?? [];
    if (account === undefined) return send(to, 404, { Message: "No such operation." }, "UnknownOperationException");
    const region = signedFor(from)?.region ?? "us-east-1";
    const action =
      id === undefined ? "ListDashboards" : `DescribeDashboard${definition === undefined ? "" : "Definition"}`;
    const arn = arnOf(region, account, id ?? "*");
    const checked = await checkCaller(this.#upstream, from, body, `quicksight:${action}`, arn);
    if ("refusal" in checked) {
      const { Message, message, __type } = JSON.parse(checked.refusal.body.toString());
      return send(to, checked.refusal.status, { Message: Message ?? message }, __type);
    }
    if (!this.subscribed) {
      const Message = `Account ${account} is not subscribed for QuickSight`;
      return send(to, 403, { Message }, "UnsupportedUserEditionException");
    }
    if (id === undefined) return send(to, 200, this.#list(url, region, account));
    const found = this.dashboards.find((dashboard) => dashboard.id === id);
    if (found === undefined)
      return send(to, 404, { Message: `Dashboard ${arn} is not found` }, "ResourceNotFoundException");
    send(to, 200, definition === undefined ? described(found, arn) : defined(found));
  }

  #list(url: URL, region: string, account: string): Record<string, unknown> {
    const size = Math.min(100, Number(url.searchParams.get("max-results") ?? 100));
    const from = Number(url.searchParams.get("next-token") ?? 0);
    return {
      DashboardSummaryList: this.dashboards.slice(from, from + size).map(({ id, name }) => ({
        Arn: arnOf(region, account, id),
        DashboardId: id,
        Name: name,
        CreatedTime: 1_790_000_000,
        LastUpdatedTime: 1_790_000_000,
        LastPublishedTime: 1_790_000_000,
        PublishedVersionNumber: 1,
      })),
      ...(from + size < this.dashboards.length && { NextToken: String(from + size) }),
    };
  }
}

function described({ id, name }: Dashboard, arn: string): Record<string, unknown> {
  return {
    Dashboard: {
      Arn: arn,
      DashboardId: id,
      Name: name,
      Version: { VersionNumber: 1, Status: "CREATION_SUCCESSFUL", Arn: `${arn}/version/1`, Sheets: [] },
    },
  };
}

function defined({ id, name, parameters = [] }: Dashboard): Record<string, unknown> {
  return {
    DashboardId: id,
    Name: name,
    ResourceStatus: "CREATION_SUCCESSFUL",
    Definition: {
      DataSetIdentifierDeclarations: [],
      Sheets: [],
      ParameterDeclarations: parameters.map((Name) => ({
        StringParameterDeclaration: { ParameterValueType: "SINGLE_VALUED", Name },
      })),
    },
  };
}

function arnOf(region: string, account: string, id: string): string {
  return `arn:aws:quicksight:${region}:${account}:dashboard/${id}`;
}

function send(to: ServerResponse, status: number, body: Record<string, unknown>, type?: string): void {
  const RequestId = randomUUID();
  to.writeHead(status, {
    "content-type": "application/json",
    "x-amzn-requestid": RequestId,
    ...(type !== undefined && { "x-amzn-errortype": type }),
  });
  to.end(JSON.stringify({ ...body, RequestId, Status: status }));
}
