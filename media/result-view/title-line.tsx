import type { JSX } from "preact";
import { t } from "../../src/base/translated.ts";
import { visibleText } from "../../src/protocol/words/visible-text.ts";
import { MarkedText } from "../shared/marked-text.tsx";
import { Tabs } from "../shared/tabs.tsx";
import "./title-line.css";

export type Page = "grid" | "chart" | "columns";

/** What was asked and what it took; the pages of the result at the end of the line. */
export function TitleLine(props: {
  readonly title: string;
  /** The range, the parameters, the lake and the engine. */
  readonly asked: readonly string[];
  /** The whole path of the lake. */
  readonly lake: string;
  readonly words: readonly string[];
  readonly simulated: boolean;
  readonly page: Page;
  readonly onPage: (page: Page) => void;
}): JSX.Element {
  return (
    <header class="title-line">
      <h1 class="title-name" title={visibleText(props.title)}>
        <MarkedText text={props.title} />
      </h1>
      {props.simulated && (
        <span class="title-badge" title={t("The rows were made by the sample tenant; no real event is among them.")}>
          {t("Simulated data")}
        </span>
      )}
      <p class="title-asked" title={[...props.asked, props.lake].map((each) => visibleText(each)).join("\n")}>
        <MarkedText text={props.asked.join(" · ")} />
      </p>
      <p class="title-words" role="status">
        {props.words.join(" · ")}
      </p>
      <Tabs
        label={t("Pages of the result")}
        value={props.page}
        tabs={[
          { value: "grid", label: t("Grid") },
          { value: "chart", label: t("Chart") },
          { value: "columns", label: t("Columns") },
        ]}
        onChange={props.onPage}
      />
    </header>
  );
}
