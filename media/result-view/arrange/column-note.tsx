import type { JSX } from "preact";
import { t } from "../../../src/base/translated.ts";
import { counted } from "../../shared/amounts.ts";
import { LinkButton } from "../../shared/controls.tsx";
import type { ColumnLayout } from "../grid/column-layout.ts";
import "./column-note.css";

/** What of the columns is not as the query gave it, with the way back. */
export function ColumnNote(props: {
  readonly layout: ColumnLayout;
  /** True while the order is ours and nobody has moved a column. */
  readonly isUsefulOrder: boolean;
  /** True while the columns are as the person left them in an earlier result. */
  readonly isArranged: boolean;
  readonly onReset: () => void;
  readonly onQueryOrder: () => void;
  readonly onShowEmpty: () => void;
}): JSX.Element | null {
  const empty = props.layout.empty?.length ?? 0;
  if (empty === 0 && !props.isUsefulOrder && !props.isArranged) return null;
  return (
    <p class="column-note">
      {props.isUsefulOrder && (
        <span>
          {t("Time, account and result come first.")}{" "}
          <LinkButton onPress={props.onQueryOrder}>{t("Query's order")}</LinkButton>
        </span>
      )}
      {props.isArranged && (
        <span>
          {t("Columns are as you left them.")}{" "}
          <LinkButton label={t("Columns as at first")} onPress={props.onReset}>
            {t("As at first")}
          </LinkButton>
        </span>
      )}
      {empty > 0 && (
        <span>
          {counted(empty, t("{0} empty column is hidden."), t("{0} empty columns are hidden."))}{" "}
          <LinkButton label={t("Show empty columns")} onPress={props.onShowEmpty}>
            {t("Show")}
          </LinkButton>
        </span>
      )}
    </p>
  );
}
