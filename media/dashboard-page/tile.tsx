import type { JSX } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { t } from "../../src/base/translated.ts";
import { athenaPrice, priceWords, scannedWords } from "../../src/protocol/aws/athena-price.ts";
import type { DashboardFilters, DashboardTile, TileOutcome } from "../../src/protocol/dashboard/dashboard-page.ts";
import type { Days } from "../../src/protocol/relative-days.ts";
import { visibleText } from "../../src/protocol/words/visible-text.ts";
import { counted, duration } from "../shared/amounts.ts";
import { Button, LinkButton } from "../shared/controls.tsx";
import { Icon } from "../shared/icon.tsx";
import { MarkedText } from "../shared/marked-text.tsx";
import { ProgressBar } from "../shared/progress-bar.tsx";
import type { DashboardHost } from "./dashboard-host.ts";
import { TileBody } from "./tile-body.tsx";
import type { TileLoader } from "./tile-loader.ts";
import { unfilteredWords } from "./tile-words.ts";
import "./tile.css";

/** Tiles this far below the sight run already, in pixels. */
const ahead = 200;

/** One saved query: its title, what it came to, and the ways to its text and its rows. */
export function Tile(props: {
  readonly tile: DashboardTile;
  readonly loader: TileLoader;
  readonly filters: DashboardFilters;
  readonly host: DashboardHost;
  /** Days were chosen along the tile's chart. */
  readonly onDays: (days: Days) => void;
}): JSX.Element {
  const { tile, loader, filters, host } = props;
  const [showsTable, setShowsTable] = useState(false);
  const { id, title } = tile;
  const element = useRef<HTMLElement>(null);
  const heading = useId();
  useEffect(() => {
    if (element.current === null) return;
    const observer = new IntersectionObserver(([entry]) => loader.see(id, entry?.isIntersecting ?? false), {
      rootMargin: `${ahead}px`,
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [loader, id]);
  const state = loader.stateOf(id);
  const name = visibleText(title);
  return (
    <section
      ref={element}
      class={`tile${tile.isWide ? " tile-wide" : ""}`}
      aria-labelledby={heading}
      aria-busy={state.kind === "running"}
    >
      {state.kind === "running" && <ProgressBar />}
      <div class="tile-head">
        <h2 class="tile-title" id={heading} title={visibleText(tile.description)}>
          <MarkedText text={title} />
        </h2>
        {tile.chart !== undefined && (
          <Button
            appearance="icon"
            icon={showsTable ? "graph" : "list-ordered"}
            label={t("Show the values of {0} as a table", name)}
            pressed={showsTable}
            onPress={() => setShowsTable(!showsTable)}
          />
        )}
        <Button
          appearance="icon"
          icon="table"
          label={t("Show the rows of {0}", name)}
          onPress={() => host.notify("openRows", { tile: id, filters })}
        />
        <Button
          appearance="icon"
          icon="go-to-file"
          label={t("Open the query {0}", name)}
          onPress={() => host.notify("openQuery", { tile: id })}
        />
      </div>
      <div class="tile-body">
        {state.kind === "waiting" && <p class="tile-said">{t("Waits for its turn.")}</p>}
        {state.kind === "running" && <p class="tile-said">{t("Runs…")}</p>}
        {state.kind === "failed" && <Failed outcome={state} name={name} host={host} onAgain={() => loader.again(id)} />}
        {state.kind === "ready" && (
          <TileBody
            tile={tile}
            showsTable={showsTable}
            onDays={props.onDays}
            outcome={state}
            isNarrowed={filters.user !== "" || filters.application !== ""}
            host={host}
            onRows={() => host.notify("openRows", { tile: id, filters })}
          />
        )}
      </div>
      <Foot tile={tile} filters={filters} state={state.kind === "ready" ? state : undefined} />
    </section>
  );
}

function Failed(props: {
  readonly outcome: Extract<TileOutcome, { kind: "failed" }>;
  readonly name: string;
  readonly host: DashboardHost;
  readonly onAgain: () => void;
}): JSX.Element {
  const { message, action } = props.outcome;
  return (
    <div class="tile-failed" role="alert">
      <p class="tile-failure">
        <Icon name="error" />
        <span>
          <MarkedText text={message} />
        </span>
      </p>
      {action && <LinkButton onPress={() => props.host.notify("takeNextStep", action)}>{action.label}</LinkButton>}
      <LinkButton label={t("Run again: {0}", props.name)} onPress={props.onAgain}>
        {t("Run again")}
      </LinkButton>
    </div>
  );
}

function scanned(bytes: number): string {
  return t("scanned {0}, about {1}", scannedWords(bytes), priceWords(athenaPrice(bytes)));
}

/** What the tile did not see and which filters it does not take; then its rows and time. */
function Foot(props: {
  readonly tile: DashboardTile;
  readonly filters: DashboardFilters;
  readonly state: Extract<TileOutcome, { kind: "ready" }> | undefined;
}): JSX.Element {
  const { state } = props;
  const warnings = state?.tone === "warning" ? state.lines : [];
  const unfiltered = unfilteredWords(props.tile.takes, props.filters);
  return (
    <footer class="tile-foot">
      {[...warnings, ...(unfiltered === undefined ? [] : [unfiltered])].map((line) => (
        <p key={line} class="tile-warning">
          <Icon name="warning" /> <MarkedText text={line} />
        </p>
      ))}
      {state && (
        <p class="tile-figures">
          {counted(state.summary.rowCount, t("{0} row"), t("{0} rows"))} · {duration(state.summary.elapsedMs)}
          {state.summary.engine === "athena" && ` · ${scanned(state.summary.scannedBytes)}`}
        </p>
      )}
    </footer>
  );
}
