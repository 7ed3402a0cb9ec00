import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../src/base/translated.ts";
import type { DeployStart } from "../../src/protocol/aws/deploy-page.ts";
import { StepList } from "../shared/form/step-list.tsx";
import { AccountStep } from "./account/account-step.tsx";
import { DeletionView } from "./account/deletion-view.tsx";
import { chosenStack, type DeployDraft, firstDraft, parameterProblems, targetOf, valuesOf } from "./deploy-draft.ts";
import type { DeployHost, ProgressListeners } from "./deploy-host.ts";
import { ParametersStep } from "./parameters/parameters-step.tsx";
import { ReviewStep } from "./review/review-step.tsx";
import { TenantStep } from "./tenant/stack-tenant-step.tsx";
import { useStackWork } from "./use-stack-work.ts";

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
  const target = targetOf(draft);
  const { stack, parameters } = draft;
  const work = useStackWork(host, listeners, start.form.version, { target, stack, parameters });
  const { account, plan, deploy, deletion } = work;
  const chosen = chosenStack(account.now.result, draft);
  /** Whether the stack that is deleted had collected something; what is known of it goes with it. */
  const [wasMade, setWasMade] = useState(true);

  const change = (changed: Partial<DeployDraft>): void => {
    const next = { ...draft, ...changed };
    // A stack that is there is shown as it is; a new one begins with what was chosen.
    const known = chosenStack(account.now.result, next);
    const isOther = next.stack !== draft.stack;
    setDraft(isOther && known ? { ...next, parameters: valuesOf(start.form, known.parameters) } : next);
    work.forget();
  };
  const look = async (): Promise<void> => {
    const known = chosenStack(await work.look(), draft);
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
    work.prepare();
  };
  const remove = async (): Promise<void> => {
    setStep("account");
    const isMade = chosen
      ? chosen.standing !== "failed" && chosen.standing !== "prepared"
      : !plan.now.result?.plan.isNew;
    setWasMade(isMade);
    // The name is free again, and what was chosen for the stack is still there to deploy it anew.
    if (await work.remove(isMade)) setDraft((before) => ({ ...before, newName: stack }));
  };
  const afterDeletion = (to: Step): void => {
    work.forget();
    setStep(to);
    void look();
  };

  const go = (to: Step): void => {
    if (to === "review" && plan.now.state === "idle" && deploy.now.state === "idle") prepare();
    else setStep(to);
  };
  const isLooked = account.now.result !== undefined;
  const canPlan = isLooked && (chosen === undefined || chosen.standing === "well" || chosen.standing === "prepared");
  const isDeployed =
    deploy.now.state === "done" || (plan.now.state === "done" && plan.now.result?.plan.changes.length === 0);
  const isKnown = chosen?.standing === "well";
  const steps = [
    { step: "account", label: t("Account") },
    { step: "parameters", label: t("Parameters"), isClosed: !isLooked },
    { step: "review", label: t("Review and deploy"), isClosed: !canPlan && deploy.now.state === "idle" },
    { step: "tenant", label: t("Tenants and first run"), isClosed: !(isDeployed || isKnown) },
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
            wasMade={wasMade}
            deletion={deletion.now}
            onStop={deletion.cancel}
            onFollow={work.followDeleted}
            onDelete={() => void remove()}
            onDone={() => afterDeletion("account")}
            onDeployAgain={() => afterDeletion("parameters")}
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
            onNext={() => {
              setDraft((before) => ({ ...before, isNaming: false }));
              setStep("parameters");
            }}
            onDelete={() => void remove()}
            onFollow={() => {
              if (chosen?.standing === "deleting") {
                setWasMade(true);
                work.followDeleted();
              } else {
                setStep("review");
                work.followMade();
              }
            }}
          />
        )}
        {step === "parameters" && (
          <ParametersStep
            form={start.form}
            values={parameters}
            problems={problems}
            isLocked={work.isAtWork}
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
            isDropped={work.isDropped}
            onPlan={prepare}
            onCancelPlan={plan.cancel}
            onDrop={work.drop}
            onDeploy={work.execute}
            onStopFollowing={deploy.cancel}
            onFollow={work.followMade}
            onDelete={() => void remove()}
            onAccount={() => setStep("account")}
            onBack={() => setStep("parameters")}
            onNext={() => setStep("tenant")}
          />
        )}
        {step === "tenant" && <TenantStep key={stack} host={host} target={target} stack={stack} />}
      </section>
    </div>
  );
}
