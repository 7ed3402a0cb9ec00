// biome-ignore-all lint/a11y/useFocusableInteractive: the focus stays on the tree, which names its active line

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../../src/base/translated.ts";
import { visibleText } from "../../../src/protocol/words/visible-text.ts";
import { counted } from "../../shared/amounts.ts";
import { Icon } from "../../shared/icon.tsx";
import { type Anchor, anchorUnder } from "../../shared/popup.tsx";
import { type Clock, localTime, shownTime } from "../../shared/shown-time.ts";
import { FoundText } from "../cell/found-text.tsx";
import { isBranch } from "../cell/value-tree.ts";
import { lineText } from "./field-words.ts";
import type { RecordField, RecordLine } from "./record-lines.ts";

/** Characters of a value drawn at first, and added by each press. */
const firstCharacters = 500;
const moreCharacters = 20_000;

export interface FieldActions {
  /** Left out where the rows cannot be narrowed by a value. */
  readonly filter?: (field: RecordField, op: "equals" | "excludes") => void;
  readonly copyValue: (field: RecordField) => void;
  readonly copyNameAndValue: (field: RecordField) => void;
  readonly menu: (field: RecordField, anchor: Anchor) => void;
}

/** A field of the record with its value, and what can be done with it. */
export function FieldLine(props: {
  readonly id: string;
  readonly line: Extract<RecordLine, { kind: "field" }>;
  /** The clock of a time; undefined for any other value. */
  readonly clock: Clock | undefined;
  readonly isActive: boolean;
  readonly sought: string;
  readonly actions: FieldActions;
  readonly onPick: () => void;
  readonly onToggle: () => void;
}): JSX.Element {
  const { line, actions } = props;
  const { filter } = actions;
  const { field, isOpen } = line;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree hears the keys for its active line
    <div
      id={props.id}
      class={`record-line${props.isActive ? " record-active" : ""}`}
      role="treeitem"
      aria-level={line.depth + 1}
      aria-selected={props.isActive}
      {...(isOpen !== undefined && { "aria-expanded": isOpen })}
      style={{ paddingInlineStart: `${8 + line.depth * 12}px` }}
      onClick={props.onPick}
      onContextMenu={(event) => {
        event.preventDefault();
        props.onPick();
        actions.menu(field, { left: event.clientX, top: event.clientY, bottom: event.clientY });
      }}
    >
      {isOpen === undefined ? (
        <span class="record-twisty" />
      ) : (
        <button type="button" class="record-twisty" tabIndex={-1} aria-hidden="true" onClick={props.onToggle}>
          <Icon name={isOpen ? "chevron-down" : "chevron-right"} />
        </button>
      )}
      <span class="record-name" title={visibleText(field.name)}>
        <FoundText text={field.name} sought={props.sought} />
      </span>
      <Value key={field.own === null ? "null" : typeof field.own} {...props} />
      <span class="record-actions" aria-hidden="true">
        {filter !== undefined && !isBranch(field.value) && (
          <>
            <Action icon="filter" words={t("Filter by this value")} act={() => filter(field, "equals")} />
            <Action icon="circle-slash" words={t("Exclude this value")} act={() => filter(field, "excludes")} />
          </>
        )}
        <Action icon="copy" words={t("Copy value")} act={() => actions.copyValue(field)} />
        <Action icon="ellipsis" words={t("More")} act={(anchor) => actions.menu(field, anchor)} />
      </span>
    </div>
  );
}

function Value(props: Parameters<typeof FieldLine>[0]): JSX.Element {
  const { field } = props.line;
  const [limit, setLimit] = useState(firstCharacters);
  const text = lineText(field, props.clock);
  const isWords = field.value === null || field.value === "" || isBranch(field.value);
  const more = text.length - limit;
  const isTime = props.clock !== undefined && typeof field.value === "string";
  const other = isTime
    ? props.clock === "utc"
      ? localTime(String(field.value))
      : t("{0} UTC", shownTime(String(field.value)))
    : undefined;
  return (
    <span class={`record-value${isWords ? " record-words" : ""}`} {...(other !== undefined && { title: other })}>
      <FoundText text={more > 0 ? text.slice(0, limit) : text} sought={isWords ? "" : props.sought} />
      {(more > 0 || field.cutFrom !== undefined) && "…"}
      {field.meaning !== undefined && <span class="record-words"> {field.meaning}</span>}
      {field.cutFrom !== undefined ? (
        <button type="button" class="control-link record-more" tabIndex={-1} onClick={props.onToggle}>
          {counted(field.cutFrom, t("Read all {0} character"), t("Read all {0} characters"))}
        </button>
      ) : (
        more > 0 && (
          <button
            type="button"
            class="control-link record-more"
            tabIndex={-1}
            onClick={() => setLimit(limit + moreCharacters)}
          >
            {counted(more, t("Show more of {0} character"), t("Show more of {0} characters"))}
          </button>
        )
      )}
    </span>
  );
}

function Action(props: {
  readonly icon: string;
  readonly words: string;
  readonly act: (anchor: Anchor) => void;
}): JSX.Element {
  return (
    <button
      type="button"
      class="bare-icon-button"
      tabIndex={-1}
      title={props.words}
      onClick={(event) => {
        event.stopPropagation();
        props.act(anchorUnder(event.currentTarget));
      }}
    >
      <Icon name={props.icon} />
    </button>
  );
}
