import type { JSX } from "preact";
import { t } from "../../../src/base/translated.ts";
import type { Stretch } from "../../../src/protocol/collector.ts";
import { stretchesLength } from "../../../src/protocol/words/missing-time.ts";
import { stretchWords } from "../../../src/protocol/words/stretch-words.ts";
import type { HealthRow } from "./health-rows.ts";
import { unbroken, withoutYear } from "./health-words.ts";

/** Each stretch has its own line; when there are more than these, only their total is shown. */
const mostStretches = 2;

/** The stretches that were not read: those that can still be read, and those that cannot. */
export function Holes(props: {
  readonly row: HealthRow;
  /** True for a table whose sources name their stretches on their own lines. */
  readonly isSum: boolean;
  /** ISO 8601. */
  readonly now: string;
}): JSX.Element {
  const { row, isSum, now } = props;
  return (
    <>
      <Stretches kind="gap" stretches={row.gaps} isSum={isSum} now={now} />
      <Stretches kind="lost" stretches={row.lost} isSum={isSum} now={now} />
    </>
  );
}

function Stretches(props: {
  readonly kind: "gap" | "lost";
  readonly stretches: readonly Stretch[];
  readonly isSum: boolean;
  readonly now: string;
}): JSX.Element | null {
  const { kind, stretches, isSum, now } = props;
  if (stretches.length === 0) return null;
  const words = stretches.map((stretch) => withoutYear(stretchWords(stretch), now));
  if (isSum || stretches.length > mostStretches) {
    return (
      <div title={words.join("\n")}>
        {unbroken(stretchesLength(stretches))} {kind === "gap" ? t("missing") : t("lost")}
      </div>
    );
  }
  return (
    <>
      {words.map((word) => (
        <div key={word}>
          {kind} <Unbroken words={word} />
        </div>
      ))}
    </>
  );
}

/** A stretch that breaks between its two ends only, and at no hyphen of a day. */
function Unbroken({ words }: { readonly words: string }): JSX.Element {
  const [from, to] = words.split(" – ");
  return (
    <>
      <span class="health-moment">{to === undefined ? from : `${from} –`}</span>{" "}
      {to !== undefined && <span class="health-moment">{to}</span>}
    </>
  );
}
