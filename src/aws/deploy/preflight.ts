import { GetAccountSettingsCommand } from "@aws-sdk/client-lambda";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import type { Preflight } from "../../protocol/aws/stack-changes.ts";
import { abortable } from "../session/abortable.ts";
import type { AwsSession } from "../session/aws-session.ts";

/** The collector has four functions, which a schedule starts at the same time. */
const functionsAtOnce = 4;

/**
 * Who would deploy into which account, and what of its limits may get in the way: new accounts may run fewer functions
 * at once (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
 */
export async function preflight(session: AwsSession, signal?: AbortSignal): Promise<Preflight> {
  const { Account = "", Arn = "" } = await session.ask("asking who is signed in", ({ sts }) =>
    sts.send(new GetCallerIdentityCommand({}), abortable(signal)),
  );
  const { AccountLimit, AccountUsage } = await session.ask("reading the limits of Lambda", ({ lambda }) =>
    lambda.send(new GetAccountSettingsCommand({}), abortable(signal)),
  );
  const { UnreservedConcurrentExecutions, ConcurrentExecutions = 0, TotalCodeSize = 0 } = AccountLimit ?? {};
  const concurrentRuns = UnreservedConcurrentExecutions ?? ConcurrentExecutions;
  const isRoot = Arn.endsWith(":root");
  const isCodeFull = TotalCodeSize > 0 && (AccountUsage?.TotalCodeSize ?? 0) > 0.95 * TotalCodeSize;
  return {
    account: Account,
    caller: Arn,
    concurrentRuns,
    warnings: [
      ...(concurrentRuns < functionsAtOnce
        ? [
            `This account may run ${concurrentRuns} functions at once, and the collector starts ${functionsAtOnce}: runs may be refused and wait for the next schedule. Ask AWS for more in Service Quotas.`,
          ]
        : []),
      ...(isCodeFull
        ? [
            "The room for the code of functions in this region is nearly used up. Delete versions of functions that nobody needs.",
          ]
        : []),
      ...(isRoot ? ["You are signed in as the account's root user. Sign in as a person or a role instead."] : []),
    ],
  };
}
