import type { JSX } from "preact";
import { t } from "../../src/base/translated.ts";
import type { StackEvent } from "../../src/protocol/aws/stack-changes.ts";
import { Icon } from "../shared/icon.tsx";
import { ownFailures, progressOf, typeWords } from "./stack-words.ts";

/** What happens to the resources of a stack: failed ones with their reason, those at work, then the newest. */
export function EventList(props: { readonly events: readonly StackEvent[]; readonly isRunning: boolean }): JSX.Element {
  const { events, isRunning } = props;
  const failures = ownFailures(events);
  const { resources } = progressOf(events);
  const failed = new Set(failures.map(({ resource }) => resource));
  const rows = [...failures, ...resources.filter(({ resource }) => !failed.has(resource))];
  return (
    <table class="deploy-table deploy-events" aria-busy={isRunning}>
      <caption class="visually-hidden">{t("Resources of the stack")}</caption>
      <thead>
        <tr>
          <th scope="col" class="deploy-time">
            {t("Time (UTC)")}
          </th>
          <th scope="col">{t("State")}</th>
          <th scope="col">{t("Resource")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((event) => (
          <tr key={event.resource}>
            <td class="deploy-time">{event.at.slice(11, 19)}</td>
            <td class="deploy-kind">
              <State event={event} isRunning={isRunning} isCause={failed.has(event.resource)} />
            </td>
            <th scope="row">
              {event.resource} <span class="deploy-dim">{typeWords(event.type)}</span>
              {event.reason !== undefined && (
                <div class={failed.has(event.resource) ? "deploy-reason" : "deploy-dim"}>{event.reason}</div>
              )}
            </th>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function State(props: {
  readonly event: StackEvent;
  readonly isRunning: boolean;
  /** It failed by itself, and was not stopped because of another one. */
  readonly isCause: boolean;
}): JSX.Element {
  const { event, isRunning, isCause } = props;
  const words = event.status.toLowerCase().replaceAll("_", " ");
  if (event.isFailure)
    return (
      <>
        <span class={isCause ? "deploy-bad" : "deploy-dim"}>
          <Icon name={isCause ? "error" : "circle-slash"} />
        </span>{" "}
        {words}
      </>
    );
  if (!event.status.endsWith("_IN_PROGRESS"))
    return (
      <>
        <span class="deploy-good">
          <Icon name="pass" />
        </span>{" "}
        {words}
      </>
    );
  return (
    <>
      {isRunning ? <Icon name="loading" spin /> : <Icon name="circle-outline" />} {words}
    </>
  );
}
