import type { JSX } from "preact";
import { t } from "../../src/base/translated.ts";
import type { Cell, ResultSummary } from "../../src/protocol/query.ts";
import { answerWords } from "../../src/protocol/words/answer-words.ts";
import { askedWords } from "../../src/protocol/words/asked-words.ts";
import { CoverageNote } from "../result-view/coverage-note.tsx";
import { shownCell } from "../result-view/grid/shown-cell.ts";
import { count, counted } from "../shared/amounts.ts";
import { Button } from "../shared/controls.tsx";
import { MarkedText } from "../shared/marked-text.tsx";
import { Message } from "../shared/message.tsx";

/** A result whose rows are held no longer: what it was, its first rows, and the way to have it again. */
export function GoneView(props: {
  readonly summary: ResultSummary;
  readonly head: readonly (readonly Cell[])[];
  readonly onRun: () => void;
}): JSX.Element {
  const { summary, head } = props;
  const words =
    summary.rowCount <= head.length
      ? counted(
          summary.rowCount,
          t("This {0} row of “{1}” is held no longer: it cannot be sorted, filtered or exported."),
          t("These {0} rows of “{1}” are held no longer: they cannot be sorted, filtered or exported."),
          summary.title,
        )
      : counted(
          summary.rowCount,
          t("“{1}” had {0} row, which is held no longer. The first {2} are shown."),
          t("“{1}” had {0} rows, which are held no longer. The first {2} are shown."),
          summary.title,
          count(head.length),
        );
  const again = (
    <Button appearance="primary" onPress={props.onRun}>
      {t("Run again")}
    </Button>
  );
  return (
    <section aria-label={summary.title}>
      <Message icon="history" text={words} actions={again} />
      <p class="gone-asked">
        <MarkedText text={askedWords(summary).join(" · ")} />
      </p>
      <CoverageNote words={{ ...answerWords(summary), canFill: false }} onFill={props.onRun} />
      {head.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by keys
        <section class="gone-table" aria-label={t("First rows of {0}", summary.title)} tabIndex={0}>
          <table>
            <thead>
              <tr>
                {summary.columns.map(({ name }, index) => (
                  <th key={index} scope="col">
                    <MarkedText text={name} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {head.map((row, index) => (
                <tr key={index}>
                  {summary.columns.map((column, place) => {
                    const { text, kind } = shownCell(row[place] ?? null, column);
                    return (
                      <td key={place} class={kind === "value" ? undefined : `cell-${kind}`}>
                        <MarkedText text={text} />
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
}
