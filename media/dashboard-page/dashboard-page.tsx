import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { t } from "../../src/base/translated.ts";
import type { DashboardFilters, DashboardPeriod, DashboardState } from "../../src/protocol/dashboard/dashboard-page.ts";
import { CancelledError } from "../../src/protocol/errors.ts";
import type { NextStep } from "../../src/protocol/result-page.ts";
import { Button, Checkbox } from "../shared/controls.tsx";
import { Icon } from "../shared/icon.tsx";
import { MarkedText } from "../shared/marked-text.tsx";
import { Message } from "../shared/message.tsx";
import type { DashboardHost } from "./dashboard-host.ts";
import { FilterBar } from "./filter-bar.tsx";
import { Tile } from "./tile.tsx";
import { useTiles } from "./use-tiles.ts";
import "./dashboard-page.css";

type Found = DashboardPeriod | { readonly problem: string };

/** Saved queries as tiles, under the same filters. */
export function DashboardPage(props: {
  readonly state: DashboardState;
  readonly isSeen: boolean;
  /** The lake holds something else than when the tiles were asked. */
  readonly hasChanged: boolean;
  /** All tiles are asked again now. */
  readonly onAskAgain: () => void;
  readonly host: DashboardHost;
}): JSX.Element {
  const { state, host } = props;
  const { visit, engine, failure } = state;
  const [filters, setFilters] = useState(state.filters);
  const [turn, setTurn] = useState(0);
  const [agreed, setAgreed] = useState<number>();
  const found = usePeriod(host, state, filters, turn);
  const period = found && "days" in found ? found : undefined;
  const mayAsk = engine === "duckdb" || agreed === visit;
  const isEmpty = period?.offers !== undefined;
  const asked = useMemo(
    () => (period && !isEmpty && mayAsk ? { ...filters, days: period.days } : undefined),
    [period, isEmpty, mayAsk, filters],
  );
  const tiles = useMemo(() => state.tiles.map(({ id }) => id), [state.tiles]);
  const loader = useTiles({ host, tiles, filters: asked, isPageSeen: props.isSeen, turn });
  const change = (next: DashboardFilters): void => {
    setFilters(next);
    props.onAskAgain();
    host.notify("filter", next);
  };
  const askAgain = (): void => {
    setTurn(turn + 1);
    props.onAskAgain();
  };
  const take = (step: NextStep) => (
    <Button key={step.command} appearance="primary" onPress={() => host.notify("takeNextStep", step)}>
      {step.label}
    </Button>
  );
  return (
    <main class="dashboard">
      <header class="dashboard-head">
        <h1 class="dashboard-title">{t("Dashboard")}</h1>
        <p class="dashboard-lake">
          <MarkedText text={state.lake} />
        </p>
        {state.simulated && <span class="dashboard-simulated">{t("Simulated data")}</span>}
      </header>
      {failure === undefined && (
        <FilterBar filters={filters} days={period?.days} onChange={change} onRefresh={askAgain} />
      )}
      {failure !== undefined && (
        <Message
          icon="error"
          tone="error"
          text={failure.message}
          actions={
            <>
              {failure.action && take(failure.action)}
              <Button appearance="secondary" icon="refresh" onPress={() => host.notify("ready", null)}>
                {t("Try again")}
              </Button>
            </>
          }
        />
      )}
      {found && "problem" in found && <Message icon="error" tone="error" text={found.problem} />}
      {failure === undefined && period?.offers && (
        <Message
          icon="info"
          text={t(
            "This lake holds no sign-ins, audits or activity yet. The dashboard shows them once some are imported or collected.",
          )}
          actions={period.offers.map(take)}
        />
      )}
      {failure === undefined && period && !isEmpty && !mayAsk && (
        <Agreement host={host} filters={{ ...filters, days: period.days }} onAgree={() => setAgreed(visit)} />
      )}
      {props.hasChanged && (asked || isEmpty) && (
        <Message
          icon="info"
          text={
            engine === "athena"
              ? t("The lake has changed since these tiles were asked. Asking again costs again.")
              : t("The lake has changed since these tiles were asked.")
          }
          actions={
            <Button appearance="secondary" icon="refresh" onPress={askAgain}>
              {t("Ask again")}
            </Button>
          }
        />
      )}
      {asked && (
        <div class="dashboard-tiles">
          {state.tiles.map((tile) => (
            <Tile
              key={tile.id}
              tile={tile}
              loader={loader}
              filters={asked}
              host={host}
              onDays={(days) => change({ ...filters, days })}
            />
          ))}
        </div>
      )}
      {asked && <Notes state={state} loader={loader} />}
      <Checkbox
        label={t("Open this page when a window opens without an editor")}
        checked={state.opensAtStart}
        onChange={(opens) => host.notify("openAtStart", { opens })}
      >
        {t("Open this page when a window opens without an editor")}
      </Checkbox>
    </main>
  );
}

/**
 * The days that the filters mean now; undefined while they are looked up, and where nothing can be asked. What another
 * lake answered counts no longer: its days would be asked of this one.
 */
function usePeriod(
  host: DashboardHost,
  { visit, failure }: DashboardState,
  { days: { from, to } }: DashboardFilters,
  turn: number,
): Found | undefined {
  const [found, setFound] = useState<{ readonly visit: number; readonly period: Found }>();
  useEffect(() => {
    if (failure !== undefined) return;
    const stop = new AbortController();
    host
      .request("period", { days: { from, to } }, stop.signal)
      .then((period) => setFound({ visit, period }))
      .catch((error: unknown) => {
        if (error instanceof CancelledError) return;
        setFound({ visit, period: { problem: error instanceof Error ? error.message : String(error) } });
      });
    return () => stop.abort(new CancelledError());
  }, [host, visit, failure, from, to, turn]);
  return failure === undefined && found?.visit === visit ? found.period : undefined;
}

/** Says what asking the tiles costs on Athena, and asks whether to. */
function Agreement(props: {
  readonly host: DashboardHost;
  readonly filters: DashboardFilters;
  readonly onAgree: () => void;
}): JSX.Element {
  const { host, filters } = props;
  const [words, setWords] = useState<string>();
  useEffect(() => {
    const stop = new AbortController();
    setWords(undefined);
    host
      .request("estimate", { filters }, stop.signal)
      .then((estimate) => setWords(estimate.words))
      .catch((error: unknown) => {
        if (!(error instanceof CancelledError))
          setWords(
            t("What this scans could not be found out. {0}", error instanceof Error ? error.message : String(error)),
          );
      });
    return () => stop.abort(new CancelledError());
  }, [host, JSON.stringify(filters)]);
  return (
    <Message
      icon="info"
      text={t(
        "{0} Each change of a filter, and each refresh, runs them again and costs again.",
        words ?? t("Looking what the tiles scan…"),
      )}
      actions={
        <Button appearance="primary" disabled={words === undefined} onPress={props.onAgree}>
          {t("Ask Athena")}
        </Button>
      }
    />
  );
}

/** What all tiles say alike, once; and what is not shown. */
function Notes(props: { readonly state: DashboardState; readonly loader: ReturnType<typeof useTiles> }): JSX.Element {
  const { state, loader } = props;
  const lines = state.tiles.flatMap(({ id }) => {
    const tile = loader.stateOf(id);
    return tile.kind === "ready" && tile.tone === "info" ? tile.lines : [];
  });
  const all = [...new Set([...lines, ...state.leftOut])];
  return (
    <>
      {all.map((line) => (
        <p key={line} class="dashboard-note">
          <Icon name="info" /> <MarkedText text={line} />
        </p>
      ))}
    </>
  );
}
