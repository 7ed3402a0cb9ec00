import type { JSX } from "preact";
import { counted } from "../../shared/amounts.ts";
import { LinkButton } from "../../shared/controls.tsx";
import type { ColumnLayout } from "../grid/column-layout.ts";
import "./column-note.css";

/** What of the columns is not as the query gave it, with the way back. */
export function ColumnNote(props: {
  readonly layout: ColumnLayout;
  /** True while the order is ours and nobody has moved a column. */
  readonly isUsefulOrder: boolean;
  readonly onQueryOrder: () => void;
  readonly onShowEmpty: () => void;
}): JSX.Element | null {
  const empty = props.layout.empty?.length ?? 0;
  if (empty === 0 && !props.isUsefulOrder) return null;
  return (
    <p class="column-note">
      {props.isUsefulOrder && (
        <span>
          Time, account and result come first. <LinkButton onPress={props.onQueryOrder}>Query's order</LinkButton>
        </span>
      )}
      {empty > 0 && (
        <span>
          {counted(empty, "empty column")} {empty === 1 ? "is" : "are"} hidden.{" "}
          <LinkButton label="Show empty columns" onPress={props.onShowEmpty}>
            Show
          </LinkButton>
        </span>
      )}
    </p>
  );
}
