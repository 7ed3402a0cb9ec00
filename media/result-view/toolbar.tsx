import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../../src/base/translated.ts";
import { Button, TextField } from "../shared/controls.tsx";
import { type Anchor, anchorUnder } from "../shared/popup.tsx";
import type { Clock } from "../shared/shown-time.ts";
import "./toolbar.css";

/** How long typing must pause before the rows are searched, in milliseconds. */
const pause = 250;

/** Search on the left, what can be done with the whole result on the right. */
export function Toolbar(props: {
  readonly search: string;
  readonly notice: string | undefined;
  /** The clock by which times are shown; the search knows them in UTC only. */
  readonly clock: Clock;
  readonly onSearch: (text: string) => void;
  /** Leaves the search for the rows. */
  readonly onLeave: () => void;
  readonly onCopyMenu: (anchor: Anchor) => void;
  readonly onExportMenu: (anchor: Anchor) => void;
  readonly onViewMenu: (anchor: Anchor) => void;
  /** Whether the result is pinned; absent where it cannot be. */
  readonly isPinned: boolean | undefined;
  readonly onPin: (isPinned: boolean) => void;
  readonly onCompare: () => void;
  readonly onOpenQuery: () => void;
}): JSX.Element {
  const [typed, setTyped] = useState(props.search);
  useEffect(() => setTyped(props.search), [props.search]);
  useEffect(() => {
    if (typed === props.search) return;
    const timer = setTimeout(() => props.onSearch(typed), pause);
    return () => clearTimeout(timer);
  }, [typed]);
  const clear = (): void => {
    setTyped("");
    props.onSearch("");
  };
  return (
    <div class="toolbar" role="toolbar" aria-label={t("Result")}>
      <div class="toolbar-line">
        <TextField
          label={t("Filter rows")}
          placeholder={t("Filter rows…")}
          icon="search"
          value={typed}
          onInput={setTyped}
          onSubmit={() => props.onSearch(typed)}
          onClear={clear}
          onKey={(event) => {
            if (event.key === "Escape" && typed !== "") clear();
            else if (event.key === "Escape" || event.key === "ArrowDown") props.onLeave();
            else return;
            event.preventDefault();
            event.stopPropagation();
          }}
        />
        <span class="toolbar-notice" role="status">
          {props.notice ?? (props.clock === "local" && typed !== "" ? t("Times are sought in UTC") : undefined)}
        </span>
        <ToolbarButton icon="copy" words={t("Copy")} opensMenu onPress={props.onCopyMenu} />
        <ToolbarButton icon="export" words={t("Export")} opensMenu onPress={props.onExportMenu} />
        <ToolbarButton icon="settings" words={t("View")} opensMenu onPress={props.onViewMenu} />
        {props.isPinned !== undefined && (
          <ToolbarButton
            icon={props.isPinned ? "pinned" : "pin"}
            words={props.isPinned ? t("Unpin") : t("Pin")}
            onPress={() => props.onPin(!props.isPinned)}
          />
        )}
        <ToolbarButton icon="compare-changes" words={t("Compare")} onPress={props.onCompare} />
        <ToolbarButton icon="go-to-file" words={t("Open query")} onPress={props.onOpenQuery} />
      </div>
    </div>
  );
}

/** A button whose words give way to its icon where there is no room for them. */
function ToolbarButton(props: {
  readonly icon: string;
  readonly words: string;
  readonly opensMenu?: true;
  readonly onPress: (anchor: Anchor) => void;
}): JSX.Element {
  return (
    <Button
      appearance="icon"
      icon={props.icon}
      label={props.words}
      opensMenu={props.opensMenu ?? false}
      onPress={(event) => props.onPress(anchorUnder(event.currentTarget))}
    >
      <span class="toolbar-words">{props.words}</span>
    </Button>
  );
}
