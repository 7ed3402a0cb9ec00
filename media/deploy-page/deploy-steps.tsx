import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { DeployStart } from "../../src/protocol/aws/deploy-page.ts";
import type { StackOutcome } from "../../src/protocol/aws/stack-changes.ts";
import type { DeletedStack, DeployAccount, PlannedDeploy } from "../../src/protocol/aws/stack-deployments.ts";
import { StepList } from "../shared/form/step-list.tsx";
import { AccountStep } from "./account/account-step.tsx";
import { DeletionView } from "./account/deletion-view.tsx";
import { type DeployDraft, firstDraft, parameterProblems, targetOf, valuesOf } from "./deploy-draft.ts";
import type { DeployHost, ProgressListeners } from "./deploy-host.ts";
import { ParametersStep } from "./parameters/parameters-step.tsx";
import { ReviewStep } from "./review/review-step.tsx";
import { TenantStep } from "./tenant/stack-tenant-step.tsx";
import { useOperation } from "./use-operation.ts";

type Step = "account" | "parameters" | "review" | "tenant";

/** The steps of a deployment; what was chosen and found stays while a person goes back and forth. */
export function DeploySteps(props: {
  readonly host: DeployHost;
  readonly listeners: ProgressListeners;
  readonly start: DeployStart;
}): JSX.Element {
  const { host, listeners, start } = props;
  const [draft, setDraft] = useState<DeployDraft>(() => firstDraft(start));
  const [step, setStep] = useState<Step>("account");
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [isDropped, setDropped] = useState(false);
  const account = useOperation<DeployAccount>(listeners);
  const plan = useOperation<PlannedDeploy>(listeners);
  const deploy = useOperation<StackOutcome>(listeners);
  const deletion = useOperation<DeletedStack | null>(listeners);
  const target = targetOf(draft);
  const { stack, parameters } = draft;
  const isAtWork = [plan, deploy, deletion].some(({ now }) => now.state === "running");

  const forget = (): void => {
    plan.reset();
    deploy.reset();
    deletion.reset();
    setDropped(false);
  };
  const change = (changed: Partial<DeployDraft>): void => {
    const next = { ...draft, ...changed };
    // A stack that is there is shown as it is; a new one begins with what was chosen.
    const known = account.now.result?.stacks.find(({ name }) => name === next.stack);
    const isOther = next.stack !== draft.stack;
    setDraft(isOther && known ? { ...next, parameters: valuesOf(start.form, known.parameters) } : next);
    forget();
  };
  const look = async (): Promise<void> => {
    const found = await account.start((_run, signal) => host.request("account", target, signal));
    const known = found?.stacks.find(({ name }) => name === stack);
    if (known) setDraft((before) => ({ ...before, parameters: valuesOf(start.form, known.parameters) }));
  };
  const prepare = (): void => {
    const found = parameterProblems(start.form, draft, account.now.result);
    setProblems(found);
    if (Object.keys(found).length > 0) {
      setStep("parameters");
      return;
    }
    setStep("review");
    setDropped(false);
    deploy.reset();
    void plan.start((run, signal) => host.request("plan", { ...target, run, stack, parameters }, signal));
  };
  const drop = (): void => {
    const prepared = plan.now.result?.plan;
    setDropped(true);
    if (prepared) void host.request("drop", { ...target, plan: prepared }).catch(() => undefined);
  };
  const execute = (): void => {
    const prepared = plan.now.result?.plan;
    if (prepared)
      void deploy.start((run, signal) => host.request("execute", { ...target, run, plan: prepared }, signal));
  };
  const remove = async (): Promise<void> => {
    setStep("account");
    const deleted = await deletion.start((run, signal) => host.request("remove", { ...target, run, stack }, signal));
    if (deleted === null) deletion.reset();
    else if (deleted !== undefined) {
      plan.reset();
      deploy.reset();
    }
  };
  const follow = (wants: "made" | "deleted", sinceMs: number) => (run: string, signal: AbortSignal) =>
    host.request("follow", { ...target, run, stack, wants, sinceMs }, signal);

  const go = (to: Step): void => {
    if (to === "review" && plan.now.state === "idle") prepare();
    else setStep(to);
  };
  const isLooked = account.now.result !== undefined;
  const isDeployed =
    deploy.now.state === "done" || (plan.now.state === "done" && plan.now.result?.plan.changes.length === 0);
  const isKnown = account.now.result?.stacks.some((each) => each.name === stack && each.trouble === undefined);
  const steps = [
    { step: "account", label: "Account" },
    { step: "parameters", label: "Parameters", isClosed: !isLooked },
    { step: "review", label: "Review and deploy", isClosed: !isLooked },
    { step: "tenant", label: "Tenant and first run", isClosed: !(isDeployed || isKnown) },
  ] as const;

  const section = useRef<HTMLElement>(null);
  const shown = [step, plan.now.state, deploy.now.state, deletion.now.state].join(" ");
  const before = useRef(shown);
  useEffect(() => {
    if (before.current === shown) return;
    before.current = shown;
    // The pressed button is gone with what it belonged to; whoever uses keys goes on from the beginning of what came.
    if (document.activeElement === document.body) section.current?.focus();
  }, [shown]);

  return (
    <div class="deploy-wizard">
      <StepList steps={steps} step={step} onStep={go} />
      <section
        class="deploy-step"
        tabIndex={-1}
        ref={section}
        aria-label={steps.find((each) => each.step === step)?.label ?? ""}
      >
        {step === "account" && deletion.now.state !== "idle" && (
          <DeletionView
            host={host}
            stack={stack}
            deletion={deletion.now}
            onStop={deletion.cancel}
            onFollow={() =>
              void deletion.start(async (run, signal) => {
                await follow("deleted", deletion.now.startedMs)(run, signal);
                return {};
              })
            }
            onDelete={() => void remove()}
            onDone={() => {
              forget();
              void look();
            }}
          />
        )}
        {step === "account" && deletion.now.state === "idle" && (
          <AccountStep
            host={host}
            start={start}
            draft={draft}
            account={account.now}
            onChange={change}
            onTarget={(changed) => {
              account.reset();
              change(changed);
            }}
            onLook={() => void look()}
            onCancel={account.cancel}
            onNext={() => setStep("parameters")}
            onDelete={() => void remove()}
          />
        )}
        {step === "parameters" && (
          <ParametersStep
            form={start.form}
            values={parameters}
            problems={problems}
            isLocked={isAtWork}
            onChange={(name, value) => change({ parameters: { ...parameters, [name]: value } })}
            onNext={prepare}
            onBack={() => setStep("account")}
          />
        )}
        {step === "review" && (
          <ReviewStep
            host={host}
            stack={stack}
            plan={plan.now}
            deploy={deploy.now}
            isDropped={isDropped}
            onPlan={prepare}
            onCancelPlan={plan.cancel}
            onDrop={drop}
            onDeploy={execute}
            onStopFollowing={deploy.cancel}
            onFollow={() => void deploy.start(follow("made", deploy.now.startedMs))}
            onDelete={() => void remove()}
            onBack={() => setStep("parameters")}
            onNext={() => setStep("tenant")}
          />
        )}
        {step === "tenant" && (
          <TenantStep key={stack} host={host} target={target} stack={stack} isKnown={isKnown ?? false} />
        )}
      </section>
    </div>
  );
}
