import { useState } from "preact/hooks";
import type { DeployTarget } from "../../src/protocol/aws/deploy-page.ts";
import type { StackOutcome } from "../../src/protocol/aws/stack-changes.ts";
import type {
  DeletedStack,
  DeployAccount,
  DeployedStack,
  PlannedDeploy,
} from "../../src/protocol/aws/stack-deployments.ts";
import type { DeployHost, ProgressListeners } from "./deploy-host.ts";
import { type OperationControl, useOperation } from "./use-operation.ts";

/** What is asked of AWS for one stack, and how each of it stands. */
export interface StackWork {
  readonly account: OperationControl<DeployAccount>;
  readonly plan: OperationControl<PlannedDeploy>;
  readonly deploy: OperationControl<StackOutcome>;
  readonly deletion: OperationControl<DeletedStack | null>;
  readonly isAtWork: boolean;
  /** The prepared changes were taken back. */
  readonly isDropped: boolean;
  readonly look: () => Promise<DeployAccount | undefined>;
  readonly prepare: () => void;
  readonly drop: () => void;
  readonly execute: () => void;
  /** Answers with true when the stack is gone. */
  readonly remove: (wasMade: boolean) => Promise<boolean>;
  /** Follows what somebody began, or what was followed before. */
  readonly followMade: () => void;
  readonly followDeleted: () => void;
  /** Forgets all but the account. */
  readonly forget: () => void;
}

interface StackAsked {
  readonly target: DeployTarget;
  readonly stack: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** An account as it is after a stack was made or, with nothing in its place, deleted. */
function withStack(
  account: DeployAccount,
  name: string,
  made: (StackOutcome & Pick<DeployedStack, "version" | "parameters">) | undefined,
): DeployAccount {
  const others = account.stacks.filter((each) => each.name !== name);
  if (made === undefined) return { ...account, stacks: others };
  const { outputs: _, stack: __, ...known } = made;
  const stacks = [...others, { ...known, name, standing: "well" } as const];
  return { ...account, stacks: stacks.sort((a, b) => (a.name < b.name ? -1 : 1)) };
}

/**
 * What the steps of a deployment do at AWS; it goes on while a person looks at another step.
 *
 * @param version of TenantTrail, which is what a deployment brings.
 */
export function useStackWork(
  host: DeployHost,
  listeners: ProgressListeners,
  version: string,
  { target, stack, parameters }: StackAsked,
): StackWork {
  const [isDropped, setDropped] = useState(false);
  const account = useOperation<DeployAccount>(listeners);
  const plan = useOperation<PlannedDeploy>(listeners);
  const deploy = useOperation<StackOutcome>(listeners);
  const deletion = useOperation<DeletedStack | null>(listeners);
  const prepared = plan.now.result?.plan;
  const followed = async (work: Parameters<typeof deploy.start>[0]): Promise<void> => {
    const made = await deploy.start(work);
    if (made !== undefined) account.revise((found) => withStack(found, stack, { ...made, version, parameters }));
  };
  const follow = (wants: "made" | "deleted", startedMs: number) => (run: string, signal: AbortSignal) =>
    host.request("follow", { ...target, run, stack, wants, sinceMs: startedMs || Date.now() }, signal);
  return {
    account,
    plan,
    deploy,
    deletion,
    isAtWork: [plan, deploy, deletion].some(({ now }) => now.state === "running"),
    isDropped,
    look: () => account.start((_run, signal) => host.request("account", target, signal)),
    prepare: () => {
      setDropped(false);
      deploy.reset();
      void plan.start((run, signal) => host.request("plan", { ...target, run, stack, parameters }, signal));
    },
    drop: () => {
      setDropped(true);
      if (prepared) void host.request("drop", { ...target, plan: prepared }).catch(() => undefined);
    },
    execute: () => {
      if (prepared) void followed((run, signal) => host.request("execute", { ...target, run, plan: prepared }, signal));
    },
    remove: async (wasMade) => {
      const deleted = await deletion.start((run, signal) =>
        host.request("remove", { ...target, run, stack, wasMade }, signal),
      );
      if (deleted === null) deletion.reset();
      if (!deleted) return false;
      plan.reset();
      deploy.reset();
      account.revise((found) => withStack(found, stack, undefined));
      return true;
    },
    followMade: () => void followed(follow("made", deploy.now.startedMs)),
    followDeleted: () =>
      void deletion.start(async (run, signal) => {
        await follow("deleted", deletion.now.startedMs)(run, signal);
        return {};
      }),
    forget: () => {
      plan.reset();
      deploy.reset();
      deletion.reset();
      setDropped(false);
    },
  };
}
