import type { JSX, TargetedKeyboardEvent } from "preact";
import { useMemo, useRef, useState } from "preact/hooks";
import { t } from "../../../src/base/translated.ts";
import type { EntityPageState, Fact, ShownTimeline } from "../../../src/protocol/entity/entity-page.ts";
import { eventOfRow, type ShownEvent } from "../../../src/protocol/entity/shown-event.ts";
import { trackHeight } from "../../result-view/grid/scaled-scroll.ts";
import { useRowScroll } from "../../result-view/grid/use-row-scroll.ts";
import { useRowSource } from "../../result-view/grid/use-row-source.ts";
import { count, counted } from "../../shared/amounts.ts";
import { Button, LinkButton } from "../../shared/controls.tsx";
import { Menu } from "../../shared/menu.tsx";
import { Message } from "../../shared/message.tsx";
import type { Anchor } from "../../shared/popup.tsx";
import { ProgressBar } from "../../shared/progress-bar.tsx";
import type { EntityHost } from "../entity-host.ts";
import { EventFilters } from "./event-filters.tsx";
import { EventLine } from "./event-line.tsx";
import { eventMenu } from "./event-menu.ts";
import { EventRecord } from "./event-record.tsx";
import { allEvents, type EventChoices, isNarrowed, viewOf } from "./event-view.ts";
import "./timeline.css";

/** Everything that happened, newest first, a line an event; the lines in view are drawn, however many there are. */
export function Timeline(props: {
  readonly timeline: ShownTimeline;
  readonly facts: readonly Fact[];
  readonly state: EntityPageState;
  readonly host: EntityHost;
}): JSX.Element {
  const { timeline, host, state } = props;
  const { summary } = timeline;
  const [choices, setChoices] = useState<EventChoices>(allEvents);
  const view = useMemo(() => viewOf(choices), [choices]);
  const { source, loading } = useRowSource(host, summary.resultId, view);
  const rowCount = source.rowCount ?? 0;
  const [active, setActive] = useState(0);
  const [menu, setMenu] = useState<{ readonly event: ShownEvent; readonly anchor: Anchor } | undefined>(undefined);
  const [open, setOpen] = useState<ShownEvent | undefined>(undefined);
  const scroller = useRef<HTMLDivElement>(null);
  const names = useMemo(() => applicationNames(props.facts), [props.facts]);
  const total = props.facts.find(({ fact }) => fact === "total")?.events;

  const narrow = (next: EventChoices): void => {
    setChoices(next);
    setActive(0);
  };
  const eventAt = (row: number): ShownEvent | undefined => {
    const cells = source.row(row);
    return cells && eventOfRow(cells);
  };

  return (
    <div class="timeline-page">
      {loading && <ProgressBar />}
      <EventFilters
        host={host}
        resultId={summary.resultId}
        choices={choices}
        facts={props.facts}
        names={names}
        onChange={narrow}
      />
      <div class="timeline-said">
        <p class="timeline-words" role="status">
          {wordsOf(rowCount, summary.rowCount, isNarrowed(choices))}
          {timeline.isCut && (
            <span class="timeline-cut">
              {" "}
              {t(
                "The newest {0}{1} are here; choose fewer days to see the others.",
                count(summary.rowCount),
                total === undefined ? "" : counted(total, t(" of {0} event"), t(" of {0} events")),
              )}
            </span>
          )}
        </p>
        <LinkButton onPress={() => host.notify("openFact", null)}>{t("Open as a result")}</LinkButton>
      </div>
      {content()}
      {menu && (
        <Menu
          anchor={menu.anchor}
          label={t("Event")}
          groups={eventMenu(menu.event, state.entity, host, { open: () => setOpen(menu.event), names })}
          onClose={() => setMenu(undefined)}
        />
      )}
    </div>
  );

  function content(): JSX.Element {
    if (source.failure) {
      const again = (
        <Button appearance="primary" onPress={() => host.notify("read", {})}>
          {t("Read again")}
        </Button>
      );
      return <Message icon="error" tone="error" text={source.failure.message} actions={again} />;
    }
    if (source.rowCount === 0) {
      if (!isNarrowed(choices))
        return <Message icon="info" text={t("No event tells of it in the days that were read.")} />;
      const clear = (
        <Button appearance="secondary" onPress={() => narrow(allEvents)}>
          {t("Show all events")}
        </Button>
      );
      return <Message icon="filter" text={t("None of the events matches the filters.")} actions={clear} />;
    }
    return (
      <div class="timeline-body">
        <EventRows
          scroller={scroller}
          rowCount={rowCount}
          active={Math.min(active, Math.max(0, rowCount - 1))}
          state={state}
          names={names}
          eventAt={eventAt}
          onShown={(first, end) => source.show(first, end)}
          onActive={setActive}
          onOpen={setOpen}
          onMenu={(event, anchor) => setMenu({ event, anchor })}
          onLeave={() => setOpen(undefined)}
        />
        {open && (
          <EventRecord
            host={host}
            event={open}
            entity={state.entity}
            row={active}
            rowCount={rowCount}
            onRow={(by) => {
              const next = Math.max(0, Math.min(active + by, rowCount - 1));
              setActive(next);
              setOpen(eventAt(next) ?? open);
            }}
            onClose={() => {
              setOpen(undefined);
              scroller.current?.focus({ preventScroll: true });
            }}
          />
        )}
      </div>
    );
  }
}

interface EventRowsProps {
  readonly scroller: { current: HTMLDivElement | null };
  readonly rowCount: number;
  readonly active: number;
  readonly state: EntityPageState;
  readonly names: ReadonlyMap<string, string>;
  readonly eventAt: (row: number) => ShownEvent | undefined;
  readonly onShown: (first: number, end: number) => void;
  readonly onActive: (row: number) => void;
  readonly onOpen: (event: ShownEvent) => void;
  readonly onMenu: (event: ShownEvent, anchor: Anchor) => void;
  readonly onLeave: () => void;
}

/** The scrolled lines; the focus stays on the list, which names its active line. */
function EventRows(props: EventRowsProps): JSX.Element {
  const { scroller, rowCount, active } = props;
  const scroll = useRowScroll(scroller, rowCount, 0, props.onShown);
  const go = (row: number): void => {
    const next = Math.max(0, Math.min(row, rowCount - 1));
    props.onActive(next);
    scroll.reveal(next);
  };
  const press = (event: TargetedKeyboardEvent<HTMLDivElement>): void => {
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + scroll.page,
      PageUp: active - scroll.page,
      Home: 0,
      End: rowCount - 1,
    };
    const move = event.altKey || event.ctrlKey || event.metaKey ? undefined : moves[event.key];
    const shown = props.eventAt(active);
    if (move !== undefined) go(move);
    else if (event.key === "Enter" && shown) props.onOpen(shown);
    else if (event.key === "Escape") props.onLeave();
    else if ((event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) && shown) {
      const line = event.currentTarget.querySelector(".event-active") ?? event.currentTarget;
      const { left, top, bottom } = line.getBoundingClientRect();
      props.onMenu(shown, { left: left + 24, top, bottom });
    } else return;
    event.preventDefault();
  };
  const rows = Array.from({ length: Math.max(0, scroll.end - scroll.first) }, (_, index) => scroll.first + index);
  return (
    <div
      ref={scroller}
      class="timeline"
      role="listbox"
      aria-label={t("Events, newest first")}
      aria-activedescendant={`event-${active}`}
      tabIndex={0}
      onKeyDown={press}
    >
      <div class="timeline-head" aria-hidden="true">
        <span class="event-time">{t("Time (UTC)")}</span>
        <span class="timeline-what">{t("What happened")}</span>
        <span class="event-code">{t("How it ended")}</span>
      </div>
      <div class="timeline-track" role="presentation" style={{ height: `${trackHeight(scroll.geometry)}px` }}>
        <div class="timeline-rows" role="presentation" style={{ top: `${scroll.top}px` }}>
          {rows.map((row) => (
            <EventLine
              key={row}
              row={row}
              rowCount={rowCount}
              event={props.eventAt(row)}
              isActive={row === active}
              state={props.state}
              names={props.names}
              onPick={() => props.onActive(row)}
              onOpen={props.onOpen}
              onMenu={props.onMenu}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

function wordsOf(shown: number, all: number, isFiltered: boolean): string {
  return isFiltered
    ? counted(all, t("{1} of {0} event"), t("{1} of {0} events"), count(shown))
    : counted(all, t("{0} event"), t("{0} events"));
}

/** The names of applications, by their ids in lower case, where a sign-in told them. */
function applicationNames(facts: readonly Fact[]): ReadonlyMap<string, string> {
  return new Map(
    facts.flatMap(({ fact, value, label }) => (fact === "application" && label !== undefined ? [[value, label]] : [])),
  );
}
