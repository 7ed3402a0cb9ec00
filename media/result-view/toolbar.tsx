import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Button, TextField } from "../shared/controls.tsx";
import { type Anchor, anchorUnder } from "../shared/popup.tsx";
import "./toolbar.css";

/** How long typing must pause before the rows are searched, in milliseconds. */
const pause = 250;

/** Search on the left, what can be done with the whole result on the right. */
export function Toolbar(props: {
  readonly search: string;
  readonly notice: string | undefined;
  readonly onSearch: (text: string) => void;
  readonly onCopyMenu: (anchor: Anchor) => void;
  readonly onExportMenu: (anchor: Anchor) => void;
  readonly onOpenQuery: () => void;
}): JSX.Element {
  const [typed, setTyped] = useState(props.search);
  useEffect(() => setTyped(props.search), [props.search]);
  useEffect(() => {
    if (typed === props.search) return;
    const timer = setTimeout(() => props.onSearch(typed), pause);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <div class="toolbar" role="toolbar" aria-label="Result">
      <TextField
        label="Filter rows"
        placeholder="Filter rows…"
        icon="search"
        value={typed}
        onInput={setTyped}
        onSubmit={() => props.onSearch(typed)}
      />
      <span class="toolbar-notice" role="status">
        {props.notice}
      </span>
      <Button
        appearance="icon"
        icon="copy"
        opensMenu
        onPress={(event) => props.onCopyMenu(anchorUnder(event.currentTarget))}
      >
        Copy
      </Button>
      <Button
        appearance="icon"
        icon="export"
        opensMenu
        onPress={(event) => props.onExportMenu(anchorUnder(event.currentTarget))}
      >
        Export
      </Button>
      <Button appearance="icon" icon="go-to-file" onPress={props.onOpenQuery}>
        Open query
      </Button>
    </div>
  );
}
