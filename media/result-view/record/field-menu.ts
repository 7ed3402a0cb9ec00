import { t } from "../../../src/base/translated.ts";
import { controlKey, type MenuGroups, type MenuItem } from "../../shared/menu.tsx";
import { isBranch } from "../cell/value-tree.ts";
import type { RecordField } from "./record-lines.ts";

/** What the menu of a field can do. */
export interface FieldMenuActions {
  readonly filter: (field: RecordField, op: "equals" | "excludes") => void;
  readonly copyValue: (field: RecordField) => void;
  readonly copyNameAndValue: (field: RecordField) => void;
  readonly copyName: (field: RecordField) => void;
  readonly hideColumn: (column: number) => void;
  readonly goToColumn: (column: number) => void;
  readonly openCell: (column: number) => void;
}

/** The menu of one field of a record; `more` are questions about its value, where the host offers some. */
export function fieldMenu(
  field: RecordField,
  canHide: boolean,
  actions: FieldMenuActions,
  more: readonly MenuItem[],
): MenuGroups {
  const isWhole = field.path.length === 0;
  return [
    isBranch(field.value)
      ? []
      : [
          { label: t("Filter by this value"), act: () => actions.filter(field, "equals") },
          { label: t("Exclude this value"), act: () => actions.filter(field, "excludes") },
        ],
    more,
    [
      { label: t("Copy value"), key: controlKey("C"), act: () => actions.copyValue(field) },
      { label: t("Copy name and value"), key: controlKey("C", true), act: () => actions.copyNameAndValue(field) },
      { label: t("Copy name"), act: () => actions.copyName(field) },
    ],
    [
      ...(isWhole ? [{ label: t("Open cell"), act: () => actions.openCell(field.column) }] : []),
      { label: t("Go to column"), act: () => actions.goToColumn(field.column) },
      { label: t("Hide column"), disabled: !canHide, act: () => actions.hideColumn(field.column) },
    ],
  ];
}
