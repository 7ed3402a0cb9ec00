import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../../../src/base/translated.ts";
import { athenaPrice, priceWords } from "../../../src/protocol/aws/athena-price.ts";
import type { ScanEstimate } from "../../../src/protocol/query.ts";
import type { ResultState } from "../../../src/protocol/result-page.ts";
import { visibleText } from "../../../src/protocol/words/visible-text.ts";
import { bytes, duration } from "../../shared/amounts.ts";
import { Button } from "../../shared/controls.tsx";
import { MarkedText } from "../../shared/marked-text.tsx";
import { ProgressBar } from "../../shared/progress-bar.tsx";
import "./running-view.css";

/** Characters of a statement that are shown while it runs. */
const longestSql = 20_000;

/** A query under way: how long it has run, and the way to stop it. */
export function RunningView(props: {
  readonly state: Extract<ResultState, { kind: "running" }>;
  readonly onCancel: () => void;
}): JSX.Element {
  const { title, sql, startedAt, estimate } = props.state;
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 100);
    return () => clearInterval(timer);
  }, []);
  return (
    <main class="running">
      <ProgressBar />
      <header class="running-line">
        <h1 class="running-title">
          <MarkedText text={title} />
        </h1>
        <span class="visually-hidden" role="status">
          {t("Running {0}", visibleText(title))}
        </span>
        {/* The passing seconds are not read out: `timer` is silent. */}
        <span class="running-time" role="timer">
          {duration(Math.max(0, now - startedAt))}
        </span>
        {estimate !== undefined && <span class="running-cost">{costWords(estimate)}</span>}
        <Button appearance="secondary" onPress={props.onCancel}>
          {t("Cancel")}
        </Button>
      </header>
      <pre class="running-sql">
        <MarkedText text={sql.slice(0, longestSql)} lines="kept" />
        {sql.length > longestSql && "…"}
      </pre>
    </main>
  );
}

function costWords({ bytes: scanned }: ScanEstimate): string {
  if (scanned === undefined) return t("What it scans is known once it has run");
  return t("Scans at most {0}, about {1}", bytes(scanned), priceWords(athenaPrice(scanned)));
}
