import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../../src/base/translated.ts";
import type { TenantSettings } from "../../../src/protocol/collector.ts";
import type { CollectorPageState, CollectorPlace } from "../../../src/protocol/collector-page.ts";
import { CancelledError } from "../../../src/protocol/errors.ts";
import { Button } from "../../shared/controls.tsx";
import { StepList } from "../../shared/form/step-list.tsx";
import { Message } from "../../shared/message.tsx";
import type { CheckListeners, CollectorHost } from "../collector-host.ts";
import { AddedView } from "./added-view.tsx";
import { CheckStep } from "./check-step.tsx";
import {
  type EditedTenant,
  knownTenant,
  newTenant,
  type Problems,
  problemsOfCheck,
  problemsOfTenant,
  secretProblem,
} from "./draft.ts";
import { PermissionsStep } from "./permissions-step.tsx";
import { TenantStep } from "./tenant-step.tsx";
import "./tenant-wizard.css";

/** Adding a tenant, or changing one, in three steps. */
export function TenantWizard(props: {
  readonly state: CollectorPageState;
  readonly host: CollectorHost;
  readonly checks: CheckListeners;
  readonly onGo: (place: CollectorPlace) => void;
  /** The tenant that is changed; absent when one is added. */
  readonly tenant?: TenantSettings;
}): JSX.Element {
  const { state, host, checks, onGo } = props;
  const [tenant, setTenant] = useState<EditedTenant>(() =>
    props.tenant
      ? knownTenant(props.tenant, !state.withoutCredential.includes(props.tenant.tenantId))
      : newTenant(state.sources),
  );
  const [begun, setBegun] = useState<BegunLake>(state);
  // One that was begun before any lake was open is for the first.
  const lake = begun.lakeRoot === "" ? state : begun;
  const [step, setStep] = useState<Step>("tenant");
  const [problems, setProblems] = useState<Problems>({});
  const [failure, setFailure] = useState<string>();
  const [added, setAdded] = useState<TenantSettings>();
  const [secret, setSecret] = useState("");
  const [password, setPassword] = useState("");
  const change = (changed: Partial<EditedTenant>): void => setTenant((before) => ({ ...before, ...changed }));

  const knownId = props.tenant?.tenantId;
  useEffect(() => {
    if (knownId === undefined) return;
    host.request("storedEndpoints", { tenantId: knownId }).then(
      (endpoints) => endpoints && setTenant((before) => ({ ...before, endpoints })),
      (error: unknown) => setFailure(sentenceOf(error)),
    );
  }, [host, knownId]);

  /** Hands what was typed to the host, so that it is nowhere on the page from the next step on. */
  const handOver = async (): Promise<EditedTenant> => {
    let next = tenant;
    if (tenant.credentialKind === "secret" && tenant.credential === undefined && secret !== "") {
      const { id } = await host.request("holdSecret", { secret: secret.trim() });
      next = { ...next, credential: { kind: "held", id }, credentialWords: t("Entered") };
    }
    if (tenant.credentialKind === "certificate" && tenant.credential?.kind === "held" && password !== "") {
      await host.request("holdPassword", { id: tenant.credential.id, password });
    }
    setSecret("");
    setPassword("");
    setTenant(next);
    return next;
  };

  const leaveTenantFor = async (to: Step): Promise<void> => {
    setFailure(undefined);
    const typed = secret === "" ? undefined : secretProblem(secret);
    const found = { ...problemsOfTenant(tenant), ...(typed !== undefined && { credential: typed }) };
    setProblems(found);
    if (Object.keys(found).length > 0) return;
    try {
      const handed = await handOver();
      enter(to, handed);
    } catch (error) {
      setFailure(sentenceOf(error));
    }
  };

  const enter = (to: Step, current: EditedTenant): void => {
    setFailure(undefined);
    if (to !== "check") {
      setStep(to);
      return;
    }
    const found = problemsOfCheck(current);
    setProblems(found);
    const { sources: ofSources, ...ofTenant } = found;
    if (Object.keys(ofTenant).length > 0) setStep("tenant");
    else if (ofSources !== undefined) setStep("permissions");
    else setStep("check");
  };

  const go = (to: Step): void => {
    if (to === step) return;
    if (step === "tenant") void leaveTenantFor(to);
    else enter(to, tenant);
  };

  const section = useRef<HTMLElement>(null);
  // What is wrong is where the person goes on.
  useEffect(() => {
    if (Object.keys(problems).length > 0)
      section.current?.querySelector<HTMLElement>('[aria-invalid="true"], .field:has(.problem) vscode-button')?.focus();
  }, [problems, step]);

  if (added)
    return <AddedView added={added} state={state} host={host} onGo={onGo} isNew={props.tenant === undefined} />;
  return (
    <div class="wizard">
      <StepList steps={steps} step={step} onStep={go} />
      <section ref={section} class="wizard-step" aria-label={stepLabels[step]}>
        {lake.lakeRoot !== state.lakeRoot && (
          <Message
            icon="warning"
            text={t("This tenant was begun for {0}, and {1} is open now.", lake.lake, state.lake || t("no lake"))}
            actions={
              state.lakeRoot !== "" && (
                <Button appearance="secondary" onPress={() => setBegun(state)}>
                  {t("Save it in {0}", state.lake)}
                </Button>
              )
            }
          />
        )}
        {step === "tenant" && (
          <TenantStep
            tenant={tenant}
            problems={problems}
            secret={secret}
            password={password}
            host={host}
            isKnown={props.tenant !== undefined}
            onChange={change}
            onSecret={setSecret}
            onPassword={setPassword}
            onSubmit={() => go("permissions")}
          />
        )}
        {step === "permissions" && (
          <PermissionsStep
            tenant={tenant}
            host={host}
            offered={state.sources}
            problem={problems.sources}
            onChange={(sources) => change({ sources })}
          />
        )}
        {step === "check" && (
          <CheckStep
            tenant={tenant}
            host={host}
            checks={checks}
            offered={state.sources}
            isTrusted={state.isTrusted}
            isNew={props.tenant === undefined}
            lakeRoot={lake.lakeRoot}
            onChange={(sources) => change({ sources })}
            onAdded={setAdded}
            onBack={() => setStep("permissions")}
          />
        )}
        {failure !== undefined && <Message icon="error" tone="error" text={failure} />}
        {step !== "check" && (
          <div class="collector-actions">
            <Button appearance="primary" onPress={() => go(step === "tenant" ? "permissions" : "check")}>
              {step === "tenant" ? t("Next: permissions") : t("Next: check")}
            </Button>
            {step === "tenant" ? (
              <Button appearance="secondary" onPress={() => onGo({ view: "tenants" })}>
                {t("Cancel")}
              </Button>
            ) : (
              <Button appearance="secondary" onPress={() => setStep("tenant")}>
                {t("Back")}
              </Button>
            )}
          </div>
        )}
      </section>
    </div>
  );
}

/** The lake that a tenant is saved in. */
type BegunLake = Pick<CollectorPageState, "lake" | "lakeRoot">;

type Step = "tenant" | "permissions" | "check";

const steps = [
  { step: "tenant", label: t("Tenant") },
  { step: "permissions", label: t("Permissions") },
  { step: "check", label: t("Check and add") },
] as const;

const stepLabels: Readonly<Record<Step, string>> = {
  tenant: t("Tenant"),
  permissions: t("Permissions"),
  check: t("Check"),
};

function sentenceOf(error: unknown): string | undefined {
  if (error instanceof CancelledError) return undefined;
  return error instanceof Error ? error.message : String(error);
}
