import type { JSX } from "preact";
import { t } from "../../src/base/translated.ts";
import type { EntityPageState, PagePart } from "../../src/protocol/entity/entity-page.ts";
import { answerWords } from "../../src/protocol/words/answer-words.ts";
import { CoverageNote } from "../result-view/coverage-note.tsx";
import { Button } from "../shared/controls.tsx";
import { Message } from "../shared/message.tsx";
import { ProgressBar } from "../shared/progress-bar.tsx";
import { EntityHeader } from "./entity-header.tsx";
import type { EntityHost } from "./entity-host.ts";
import { FactList } from "./facts/fact-list.tsx";
import { Timeline } from "./timeline/timeline.tsx";
import "./entity-page.css";

/** What is known of one account, address or id: facts on the left, everything that happened on the right. */
export function EntityPage(props: { readonly state: EntityPageState; readonly host: EntityHost }): JSX.Element {
  const { state, host } = props;
  const { facts, timeline } = state;
  const isReading = facts.kind === "reading" || timeline.kind === "reading";
  // Either part says of the same days what was not read.
  const told = [facts, timeline].find((part) => part.kind === "ready");
  const summary = told?.content.summary;
  const read = (): void => host.notify("read", {});
  const missing = (part: MissingPart, reading: string): JSX.Element => (
    <PartMessage part={part} reading={reading} onAgain={read} lake={state.lake} host={host} />
  );
  return (
    <main class="entity">
      {isReading && <ProgressBar />}
      <EntityHeader state={state} host={host} />
      {summary && <CoverageNote words={answerWords(summary)} onFill={() => host.notify("fillGaps", null)} />}
      <div class="entity-body">
        <section class="entity-facts" aria-label={t("Facts")}>
          {facts.kind === "ready" ? (
            <FactList facts={facts.content.facts} summary={facts.content.summary} state={state} host={host} />
          ) : (
            missing(facts, t("Counting what is known…"))
          )}
        </section>
        <section class="entity-timeline" aria-label={t("Timeline")}>
          {timeline.kind === "ready" ? (
            <Timeline
              key={timeline.content.summary.resultId}
              timeline={timeline.content}
              facts={facts.kind === "ready" ? facts.content.facts : []}
              state={state}
              host={host}
            />
          ) : (
            missing(timeline, t("Reading what happened…"))
          )}
        </section>
      </div>
    </main>
  );
}

type MissingPart = Exclude<PagePart<unknown>, { readonly kind: "ready" }>;

/** In place of a part that is not there. */
function PartMessage(props: {
  readonly part: MissingPart;
  readonly reading: string;
  readonly onAgain: () => void;
  readonly lake: EntityPageState["lake"];
  readonly host: EntityHost;
}): JSX.Element {
  const { part, onAgain, lake, host } = props;
  if (part.kind === "reading") {
    const cancel = (
      <Button appearance="secondary" onPress={() => host.notify("cancel", null)}>
        {t("Cancel")}
      </Button>
    );
    return <Message icon="search" text={props.reading} actions={cancel} />;
  }
  const again = (
    <Button appearance="primary" onPress={onAgain}>
      {t("Read again")}
    </Button>
  );
  if (part.kind === "unread") {
    const words = t(
      "What was read is held no longer. Athena is asked again when you say so, because each question has its price.",
    );
    return <Message icon="info" text={words} actions={again} />;
  }
  if (part.kind === "elsewhere") {
    const words = t(
      "This page was read from {0}, and another lake is open now. Open that one again, or ask the open one.",
      lake?.label ?? t("another lake"),
    );
    const ask = (
      <Button appearance="primary" onPress={onAgain}>
        {t("Ask the open lake")}
      </Button>
    );
    return <Message icon="database" text={words} actions={ask} />;
  }
  if (part.kind === "cancelled")
    return <Message icon="circle-slash" text={t("Reading was cancelled.")} actions={again} />;
  return <Message icon="error" tone="error" text={part.message} actions={again} />;
}
