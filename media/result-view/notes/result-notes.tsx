import type { JSX } from "preact";
import type { ResultState } from "../../../src/protocol/result-page.ts";
import { answerWords } from "../../../src/protocol/words/answer-words.ts";
import { CoverageNote } from "../coverage-note.tsx";
import type { ResultHost } from "../result-host.ts";
import { GuideNote } from "./guide-note.tsx";

/** What to know of the rows before they are read: what the answer did not see, and what a hit of a detection means. */
export function ResultNotes(props: {
  readonly state: Extract<ResultState, { kind: "ready" }>;
  readonly host: ResultHost;
}): JSX.Element {
  const { state, host } = props;
  const { summary, guide } = state;
  return (
    <>
      <CoverageNote words={answerWords(summary)} onFill={() => host.notify("fillGaps", null)} />
      {guide && summary.rowCount > 0 && (
        <GuideNote guide={guide} onRun={(title) => host.notify("runSavedQuery", { title })} />
      )}
    </>
  );
}
