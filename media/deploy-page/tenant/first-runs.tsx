import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../../src/base/translated.ts";
import type { DeployTarget, FirstRun } from "../../../src/protocol/aws/deploy-page.ts";
import {
  type CollectorFunction,
  collectorFunctions,
  functionTables,
} from "../../../src/protocol/aws/function-report.ts";
import { CancelledError } from "../../../src/protocol/errors.ts";
import { tableTitles } from "../../../src/protocol/words/table-titles.ts";
import { Button, LinkButton } from "../../shared/controls.tsx";
import { Icon } from "../../shared/icon.tsx";
import type { DeployHost } from "../deploy-host.ts";
import { failureOf } from "../use-operation.ts";
import { UseLake } from "./use-lake.tsx";

type Run =
  | { readonly state: "running" }
  | { readonly state: "ended"; readonly run: FirstRun }
  | { readonly state: "failed"; readonly message: string }
  | { readonly state: "left" };

/** Each function runs once, at the same time as on their schedule, and tells what it read. */
export function FirstRuns(props: {
  readonly host: DeployHost;
  readonly target: DeployTarget;
  readonly stack: string;
}): JSX.Element {
  const { host, target, stack } = props;
  const [runs, setRuns] = useState<Partial<Record<CollectorFunction, Run>>>({});
  const following = useRef<AbortController>(undefined);
  useEffect(() => () => following.current?.abort(), []);
  const isRunning = Object.values(runs).some(({ state }) => state === "running");
  const runOne = async (name: CollectorFunction, signal: AbortSignal): Promise<void> => {
    const tell = (run: Run): void => setRuns((before) => ({ ...before, [name]: run }));
    const [table] = functionTables[name];
    if (table === undefined) return;
    tell({ state: "running" });
    try {
      tell({ state: "ended", run: await host.request("runFunction", { ...target, stack, table }, signal) });
    } catch (error) {
      tell(
        error instanceof CancelledError ? { state: "left" } : { state: "failed", message: failureOf(error).message },
      );
    }
  };
  const runAll = (): void => {
    const controller = new AbortController();
    following.current = controller;
    for (const name of collectorFunctions) void runOne(name, controller.signal);
  };
  return (
    <>
      <h2 class="deploy-section">{t("First run")}</h2>
      <p class="deploy-note">
        {t(
          "Each function reads the newest logs first and goes on with the older ones at its next runs. A first run takes up to a quarter of an hour.",
        )}
      </p>
      {Object.keys(runs).length > 0 && (
        <table class="deploy-table" aria-busy={isRunning}>
          <caption class="visually-hidden">{t("First runs of the functions")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("Reads")}</th>
              <th scope="col">{t("Run")}</th>
            </tr>
          </thead>
          <tbody>
            {collectorFunctions.map((name) => (
              <tr key={name}>
                <th scope="row">{functionTables[name].map((table) => tableTitles[table]).join(", ")}</th>
                <td>
                  <RunCell host={host} run={runs[name]} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div class="deploy-actions">
        <Button
          appearance={Object.keys(runs).length > 0 ? "secondary" : "primary"}
          icon={isRunning ? "debug-disconnect" : "run-all"}
          onPress={isRunning ? () => following.current?.abort() : runAll}
        >
          {isRunning ? t("Stop waiting") : Object.keys(runs).length > 0 ? t("Run again") : t("Run now")}
        </Button>
      </div>
      <UseLake
        {...props}
        isNext={Object.keys(runs).length > 0}
        note={t("Opens the log days of the stack in this editor; queries then run on Athena.")}
      />
    </>
  );
}

function RunCell({ host, run }: { readonly host: DeployHost; readonly run: Run | undefined }): JSX.Element {
  switch (run?.state) {
    case undefined:
      return <>{t("not run")}</>;
    case "running":
      return (
        <span role="status">
          <Icon name="loading" spin /> {t("collecting")}
        </span>
      );
    case "left":
      return <>{t("Nobody waits for it any more; the run goes on in AWS.")}</>;
    case "failed":
      return (
        <span role="alert">
          <span class="deploy-bad">
            <Icon name="error" />
          </span>{" "}
          {run.message}
        </span>
      );
    case "ended":
      return (
        <span role="status">
          <span class={run.run.needsLook ? "deploy-warning" : "deploy-good"}>
            <Icon name={run.run.needsLook ? "warning" : "pass"} />
          </span>{" "}
          {run.run.summary}{" "}
          <LinkButton onPress={() => host.notify("showReport", { text: run.run.details })}>
            {t("Show the report")}
          </LinkButton>
        </span>
      );
  }
}
