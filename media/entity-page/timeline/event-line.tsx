// biome-ignore-all lint/a11y/useFocusableInteractive: the focus stays on the list, which names its active line

import type { JSX } from "preact";
import { t } from "../../../src/base/translated.ts";
import type { EntityPageState } from "../../../src/protocol/entity/entity-page.ts";
import { eventWords, plainWords, subjectOf, type WordPart } from "../../../src/protocol/entity/event-words.ts";
import type { ShownEvent } from "../../../src/protocol/entity/shown-event.ts";
import { visibleText } from "../../../src/protocol/words/visible-text.ts";
import { Icon } from "../../shared/icon.tsx";
import { MarkedText } from "../../shared/marked-text.tsx";
import type { Anchor } from "../../shared/popup.tsx";
import { localTime, shownTime } from "../../shared/shown-time.ts";
import { eventKinds } from "../event-icons.ts";
import { endWords } from "./end-words.ts";

/** One event: when, of which kind, who did what, and how it ended. */
export function EventLine(props: {
  readonly row: number;
  readonly rowCount: number;
  /** Undefined while it has not come. */
  readonly event: ShownEvent | undefined;
  readonly isActive: boolean;
  readonly state: EntityPageState;
  readonly names: ReadonlyMap<string, string>;
  readonly onPick: () => void;
  readonly onOpen: (event: ShownEvent) => void;
  readonly onMenu: (event: ShownEvent, anchor: Anchor) => void;
}): JSX.Element {
  const { row, rowCount, event, isActive, state, names } = props;
  const line = {
    id: `event-${row}`,
    class: `event-line${isActive ? " event-active" : ""}`,
    role: "option",
    "aria-selected": isActive,
    "aria-setsize": rowCount,
    "aria-posinset": row + 1,
  } as const;
  if (event === undefined) return <div {...line}>{t("Reading…")}</div>;
  const time = event.time ?? "";
  const kind = event.table && eventKinds[event.table];
  const words = eventWords(event);
  const end = endWords(event, state.codes);
  const subject = subjectOf(event, state.entity.value);
  const application = event.application ?? names.get(event.appId?.toLowerCase() ?? "") ?? event.appId;
  const isFailed = event.outcome === "failure" || event.outcome === "timeout";
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list hears the keys for its active line
    // biome-ignore lint/a11y/noStaticElementInteractions: the role is an option's
    <div
      {...line}
      title={visibleText(
        [plainWords(words), application && t("with {0}", application), event.device, end].filter(Boolean).join("\n"),
        "kept",
      )}
      onClick={props.onPick}
      onDblClick={() => props.onOpen(event)}
      onContextMenu={(pressed) => {
        pressed.preventDefault();
        props.onPick();
        props.onMenu(event, { left: pressed.clientX, top: pressed.clientY, bottom: pressed.clientY });
      }}
    >
      <span class="event-time" title={localTime(time) ?? ""}>
        {shownTime(time).slice(0, 19)}
      </span>
      <Icon name={kind?.icon ?? "circle"} />
      <span class="visually-hidden">{kind?.words}</span>
      {subject !== undefined && (
        <bdi class="event-actor" title={visibleText(subject)}>
          <MarkedText text={subject} />
        </bdi>
      )}
      <span class="event-words">
        <Words parts={words} />
        {application !== undefined && event.table === "signins" && (
          <span class="event-with">
            {" "}
            {t("with")}{" "}
            <bdi>
              <MarkedText text={application} />
            </bdi>
          </span>
        )}
      </span>
      <span class="event-code">
        {isFailed && <Icon name="error" />}
        <MarkedText text={end} />
      </span>
      <button
        type="button"
        class="bare-icon-button event-more"
        tabIndex={-1}
        aria-hidden="true"
        title={t("Open the record")}
        onClick={() => props.onOpen(event)}
      >
        <Icon name="open-preview" />
      </button>
    </div>
  );
}

/** Our words with what a record says between them, which does not turn them around. */
function Words(props: { readonly parts: readonly WordPart[] }): JSX.Element {
  return (
    <>
      {props.parts.map(({ text, isQuoted }, index) =>
        isQuoted ? (
          <bdi key={index} class="event-quoted">
            <MarkedText text={text} />
          </bdi>
        ) : (
          text
        ),
      )}
    </>
  );
}
