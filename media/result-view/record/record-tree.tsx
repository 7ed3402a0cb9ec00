// biome-ignore-all lint/a11y/useFocusableInteractive: the focus stays on the tree, which names its active line

import type { JSX, TargetedKeyboardEvent } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../../../src/base/translated.ts";
import type { ResultColumn } from "../../../src/protocol/query.ts";
import { count } from "../../shared/amounts.ts";
import { copyUnmarked } from "../../shared/marked-text.tsx";
import { anchorUnder } from "../../shared/popup.tsx";
import { scrollInView } from "../../shared/scroll-in-view.ts";
import type { Clock } from "../../shared/shown-time.ts";
import { recordCommand } from "./record-keys.ts";
import { type FieldActions, FieldLine } from "./record-line.tsx";
import { childrenShown, type RecordLine } from "./record-lines.ts";

/** Lines that a page key moves by. */
const pageLines = 10;

/** The fields of a record as a tree that keys walk through. */
export function RecordTree(props: {
  readonly label: string;
  readonly lines: readonly RecordLine[];
  readonly columns: readonly ResultColumn[];
  readonly clock: Clock;
  readonly active: string;
  readonly sought: string;
  readonly actions: FieldActions;
  readonly onActive: (key: string) => void;
  /** Opens or closes a branch, reads the rest of a cut value. */
  readonly onToggle: (line: Extract<RecordLine, { kind: "field" }>) => void;
  readonly onMore: (parent: string) => void;
  readonly onRow: (by: 1 | -1) => void;
}): JSX.Element {
  const { lines, actions } = props;
  const id = useId();
  const tree = useRef<HTMLDivElement>(null);
  const place = Math.max(
    0,
    lines.findIndex(({ key }) => key === props.active),
  );
  const active = lines[place];
  const idOf = (at: number): string => `${id}-${at}`;

  useLayoutEffect(() => {
    scrollInView(document.getElementById(idOf(place)));
  }, [props.active]);

  const goTo = (at: number): void => {
    const target = lines[Math.max(0, Math.min(at, lines.length - 1))];
    if (target) props.onActive(target.key);
  };
  const parentOf = (at: number): number => {
    const depth = lines[at]?.depth ?? 0;
    for (let above = at - 1; above >= 0; above--) if ((lines[above]?.depth ?? 0) < depth) return above;
    return at;
  };
  const pressKey = (event: TargetedKeyboardEvent<HTMLDivElement>): void => {
    const command = recordCommand(event);
    if (!command || !active) return;
    const field = active.kind === "field" ? active.field : undefined;
    const canOpen = active.kind === "field" && (active.isOpen === false || active.field.cutFrom !== undefined);
    switch (command.kind) {
      case "move": {
        const steps = { up: place - 1, down: place + 1, first: 0, last: lines.length - 1 };
        const pages = { pageUp: place - pageLines, pageDown: place + pageLines };
        goTo({ ...steps, ...pages }[command.by]);
        break;
      }
      case "open":
        if (active.kind === "field" && canOpen) props.onToggle(active);
        else if (active.kind === "field" && active.isOpen) goTo(place + 1);
        break;
      case "close":
        if (active.kind === "field" && active.isOpen) props.onToggle(active);
        else goTo(parentOf(place));
        break;
      case "act":
        if (active.kind === "more") props.onMore(active.parent);
        else if (active.isOpen !== undefined || canOpen) props.onToggle(active);
        else actions.menu(active.field, anchorOf(place));
        break;
      case "menu":
        if (field) actions.menu(field, anchorOf(place));
        break;
      case "copyValue":
        if (field) actions.copyValue(field);
        break;
      case "copyNameAndValue":
        if (field) actions.copyNameAndValue(field);
        break;
      case "nextRow":
        props.onRow(1);
        break;
      case "previousRow":
        props.onRow(-1);
        break;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const anchorOf = (at: number): ReturnType<typeof anchorUnder> =>
    anchorUnder(document.getElementById(idOf(at)) ?? (tree.current as HTMLElement));

  return (
    <div
      ref={tree}
      class="record-tree"
      role="tree"
      tabIndex={0}
      aria-label={props.label}
      {...(active && { "aria-activedescendant": idOf(place) })}
      onKeyDown={pressKey}
      onCopy={copyUnmarked}
    >
      {lines.map((line, at) =>
        line.kind === "field" ? (
          <FieldLine
            key={line.key}
            id={idOf(at)}
            line={line}
            clock={
              line.field.path.length === 0 && props.columns[line.field.column]?.kind === "time"
                ? props.clock
                : undefined
            }
            isActive={at === place}
            sought={props.sought}
            actions={actions}
            onPick={() => props.onActive(line.key)}
            onToggle={() => props.onToggle(line)}
          />
        ) : (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the tree hears the keys for its active line
          <div
            key={line.key}
            id={idOf(at)}
            class={`record-line${at === place ? " record-active" : ""}`}
            role="treeitem"
            aria-level={line.depth + 1}
            aria-selected={at === place}
            style={{ paddingInlineStart: `${28 + line.depth * 12}px` }}
            onClick={() => props.onMore(line.parent)}
          >
            <span class="control-link">
              {t("Show {0} more of {1}", Math.min(line.count, childrenShown), count(line.count))}
            </span>
          </div>
        ),
      )}
    </div>
  );
}
