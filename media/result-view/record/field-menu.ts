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
          { label: "Filter by this value", act: () => actions.filter(field, "equals") },
          { label: "Exclude this value", act: () => actions.filter(field, "excludes") },
        ],
    more,
    [
      { label: "Copy value", key: controlKey("C"), act: () => actions.copyValue(field) },
      { label: "Copy name and value", key: controlKey("C", true), act: () => actions.copyNameAndValue(field) },
      { label: "Copy name", act: () => actions.copyName(field) },
    ],
    [
      ...(isWhole ? [{ label: "Open cell", act: () => actions.openCell(field.column) }] : []),
      { label: "Go to column", act: () => actions.goToColumn(field.column) },
      { label: "Hide column", disabled: !canHide, act: () => actions.hideColumn(field.column) },
    ],
  ];
}
