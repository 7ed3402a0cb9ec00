import {
  DescribeDashboardDefinitionCommand,
  type ParameterDeclaration,
  paginateListDashboards,
} from "@aws-sdk/client-quicksight";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import type {
  Dashboard,
  DashboardParameter,
  DashboardParameters,
  Dashboards,
} from "../../protocol/aws/listed-dashboards.ts";
import { abortable } from "../session/abortable.ts";
import { awsCodeOf } from "../session/aws-failure.ts";
import type { AwsSession } from "../session/aws-session.ts";

/** Most dashboards in one answer (ListDashboards, MaxResults). */
const pageSize = 100;

/**
 * All dashboards of the account in the session's region, by name. An account without a subscription and a caller without
 * the permission are ordinary: the answer says so instead of failing.
 * @throws TenantTrailError as `AwsSession.ask` for all else; CancelledError.
 */
export async function listDashboards(session: AwsSession, signal?: AbortSignal): Promise<Dashboards> {
  const AwsAccountId = await accountOf(session, signal);
  const { region } = session.place;
  return session.ask(`listing dashboards in ${region}`, async ({ quickSight: client }) => {
    const dashboards: Dashboard[] = [];
    try {
      const config = { client, pageSize };
      for await (const page of paginateListDashboards(config, { AwsAccountId }, abortable(signal)))
        for (const { DashboardId: id, Name, LastPublishedTime } of page.DashboardSummaryList ?? [])
          if (id !== undefined)
            dashboards.push({
              id,
              name: Name ?? id,
              url: dashboardUrl(region, id),
              ...(LastPublishedTime !== undefined && { publishedAt: LastPublishedTime.toISOString() }),
            });
    } catch (error) {
      return { dashboards: [], unavailable: whyNone(error, session) };
    }
    return { dashboards: dashboards.sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1)) };
  });
}

/** The parameters that a dashboard declares; where they may not be read, the answer says so. @throws as `listDashboards`. */
export async function dashboardParameters(
  session: AwsSession,
  id: string,
  signal?: AbortSignal,
): Promise<DashboardParameters> {
  const AwsAccountId = await accountOf(session, signal);
  return session.ask(`reading the parameters of dashboard ${id}`, async ({ quickSight }) => {
    try {
      const { Definition } = await quickSight.send(
        new DescribeDashboardDefinitionCommand({ AwsAccountId, DashboardId: id }),
        abortable(signal),
      );
      return { parameters: (Definition?.ParameterDeclarations ?? []).flatMap(parameterOf) };
    } catch (error) {
      return { parameters: [], unavailable: whyNone(error, session) };
    }
  });
}

/** The page of a dashboard in the browser. Pure. */
export function dashboardUrl(region: string, id: string): string {
  return `https://${region}.quicksight.aws.amazon.com/sn/dashboards/${encodeURIComponent(id)}`;
}

async function accountOf(session: AwsSession, signal: AbortSignal | undefined): Promise<string> {
  const { Account } = await session.ask("looking for the account", ({ sts }) =>
    sts.send(new GetCallerIdentityCommand({}), abortable(signal)),
  );
  return Account ?? "";
}

/** The sentence for a refusal that is no fault. @throws the error, when it is one. */
function whyNone(error: unknown, { caller: { who }, place: { region } }: AwsSession): string {
  const message = error instanceof Error ? error.message : String(error);
  // "Operation is being called from endpoint us-west-2, but your identity region is us-east-1. …"
  const home = /identity region is ([a-z0-9-]+)/.exec(message)?.[1];
  if (home !== undefined)
    return `The users of Quick Sight in this account are kept in ${home}, and so it answers there and not in ${region}. Choose a connection in ${home} to see the dashboards.`;
  switch (awsCodeOf(error)) {
    case "UnsupportedUserEditionException":
      return `This account has no subscription of Amazon Quick Sight that lists dashboards. Nothing else here needs one.`;
    case "AccessDeniedException":
      if (/subscri|signed up/i.test(message)) return "This account has no subscription of Amazon Quick Sight.";
      return `A permission is missing for ${who}${actionIn(message)} to see the dashboards of Amazon Quick Sight in ${region}.`;
    // An account that never signed up is no account of Quick Sight's.
    case "ResourceNotFoundException":
      if (/account/i.test(message)) return "This account has no subscription of Amazon Quick Sight.";
      throw error;
    default:
      throw error;
  }
}

function actionIn(message: string): string {
  const action = /not authorized to perform: ([\w-]+:\w+)/.exec(message)?.[1];
  return action === undefined ? "" : ` (${action})`;
}

function parameterOf(declared: ParameterDeclaration): readonly DashboardParameter[] {
  const kinds = [
    [declared.StringParameterDeclaration?.Name, "text"],
    [declared.IntegerParameterDeclaration?.Name, "integer"],
    [declared.DecimalParameterDeclaration?.Name, "decimal"],
    [declared.DateTimeParameterDeclaration?.Name, "time"],
  ] as const;
  return kinds.flatMap(([name, kind]) => (name === undefined ? [] : [{ name, kind }]));
}
