import type { Cell, JsonValue, ResultColumn } from "../../../src/protocol/query.ts";
import type { ValueMeanings } from "../../../src/protocol/result-page.ts";
import { type Clock, shownTime, timeOn } from "../../shared/shown-time.ts";
import { childrenOf, findInTree, holdsText, isBranch, isSmall, nestedIn } from "../cell/value-tree.ts";

/** A step from a column's value inwards: a field's name, or an element's index. */
export type FieldStep = string | number;

/** One value of a record: a column's, or something inside it. */
export interface RecordField {
  /** Index into the result's columns. */
  readonly column: number;
  /** Empty for the column's own value. */
  readonly path: readonly FieldStep[];
  /** The column's name or the last step. */
  readonly name: string;
  /** A branch is the object or array that a nested column or a JSON text holds. */
  readonly value: JsonValue;
  /** The value as the result holds it, which is text where the branch was read from text. */
  readonly own: JsonValue;
  /** The characters that a text has when only its beginning has come. */
  readonly cutFrom?: number;
  /** What the value stands for. */
  readonly meaning?: string;
  /** True for the value of a column of times, which is not shown as it is written. */
  readonly isTime?: true;
}

/** A line of the record's tree, or the button for the children that are not drawn yet. */
export type RecordLine =
  | {
      readonly kind: "field";
      readonly key: string;
      readonly depth: number;
      readonly field: RecordField;
      /** Undefined where there is nothing inside. */
      readonly isOpen: boolean | undefined;
    }
  | {
      readonly kind: "more";
      readonly key: string;
      readonly depth: number;
      readonly parent: string;
      readonly count: number;
    };

/** What a person chose for the lines. */
export interface LineChoices {
  readonly sought: string;
  readonly hidesEmpty: boolean;
  /** Branches that were opened or closed by hand, by key. */
  readonly toggled: ReadonlyMap<string, boolean>;
  /** How many children a branch shows, by key. */
  readonly limits: ReadonlyMap<string, number>;
  /** The clock by which times are shown. */
  readonly clock: Clock;
}

export interface RecordLines {
  readonly lines: readonly RecordLine[];
  /** Columns that are not shown because they hold nothing. */
  readonly emptyHidden: number;
  /** True when a value was too large to be searched to its end. */
  readonly isSearchCut: boolean;
}

/** Children of one branch that are drawn at first, and added by each press. */
export const childrenShown = 100;

/** A nested value with at most so many values and levels is open from the start. */
const openWhole = { values: 20, depth: 3 } as const;

/** The fields of a row, in the given order of columns; a cut cell is replaced where its whole value is known. */
export function recordFields(
  cells: readonly Cell[],
  columns: readonly ResultColumn[],
  order: readonly number[],
  whole: ReadonlyMap<number, JsonValue>,
  meanings: readonly ValueMeanings[],
): readonly RecordField[] {
  return order.flatMap((column) => {
    const shown = columns[column];
    if (!shown) return [];
    const cell = cells[column] ?? null;
    const isCut = typeof cell === "object" && cell !== null && !whole.has(column);
    const own = whole.get(column) ?? (typeof cell === "object" && cell !== null ? cell.cut : cell);
    const read = typeof own === "string" && !isCut ? (nestedIn(own) ?? own) : own;
    const meaning = meaningOf(meanings, column, undefined, own);
    return [
      {
        column,
        path: [],
        name: shown.name,
        value: read,
        own,
        ...(isCut && { cutFrom: cell.length }),
        ...(meaning !== undefined && { meaning }),
        ...(shown.kind === "time" && { isTime: true as const }),
      },
    ];
  });
}

/** True for NULL, an empty text, and an object or list without content. */
export function isEmptyValue(value: JsonValue): boolean {
  if (value === null || value === "") return true;
  return isBranch(value) && childrenOf(value, 1).length === 0;
}

/** The lines of a record: each field, and below an open one what is inside it; with a sought text, what holds it. */
export function recordLines(
  fields: readonly RecordField[],
  meanings: readonly ValueMeanings[],
  choices: LineChoices,
): RecordLines {
  const { hidesEmpty, toggled, limits, clock } = choices;
  const sought = choices.sought.toLowerCase();
  const lines: RecordLine[] = [];
  let emptyHidden = 0;
  let isSearchCut = false;
  for (const field of fields) {
    if (hidesEmpty && isEmptyValue(field.value)) {
      emptyHidden += 1;
      continue;
    }
    const { value } = field;
    const finds = sought !== "" && isBranch(value) ? findInTree(value, sought) : undefined;
    isSearchCut ||= finds?.isCut === true;
    const isFound = holds(field, sought, clock) || (finds !== undefined && finds.holders.size > 0);
    if (sought !== "" && !isFound) continue;
    const opensWhole = isBranch(value) && isSmall(value, openWhole.values, openWhole.depth);
    const add = (each: RecordField, depth: number): void => {
      const key = keyOf(each);
      const inner = each.value;
      if (!isBranch(inner) || childrenOf(inner, 1).length === 0) {
        lines.push({ kind: "field", key, depth, field: each, isOpen: undefined });
        return;
      }
      const isOpen = toggled.get(key) ?? (finds ? finds.opened.has(inner) : opensWhole);
      lines.push({ kind: "field", key, depth, field: each, isOpen });
      if (!isOpen) return;
      const all = childrenOf(inner);
      const wanted = finds?.holders.has(inner)
        ? all.filter((child) => holdsText(child, sought) || (isBranch(child.value) && finds.holders.has(child.value)))
        : all;
      const limit = limits.get(key) ?? childrenShown;
      for (const child of wanted.slice(0, limit)) add(inside(each, child.name, child.value), depth + 1);
      if (wanted.length > limit)
        lines.push({ kind: "more", key: `${key}+`, depth: depth + 1, parent: key, count: wanted.length - limit });
    };
    add(field, 0);
  }
  return { lines, emptyHidden, isSearchCut };

  function inside(parent: RecordField, name: string, value: JsonValue): RecordField {
    const step = Array.isArray(parent.value) ? Number(name) : name;
    const meaning = meaningOf(meanings, parent.column, name, value);
    return {
      column: parent.column,
      path: [...parent.path, step],
      name,
      value,
      own: value,
      ...(meaning !== undefined && { meaning }),
    };
  }
}

/** What tells a field from the others of its record. */
export function keyOf({ column, path }: Pick<RecordField, "column" | "path">): string {
  return JSON.stringify([column, ...path]);
}

function holds({ name, value, meaning, isTime }: RecordField, sought: string, clock: Clock): boolean {
  if (holdsText({ name, value }, sought) || meaning?.toLowerCase().includes(sought)) return true;
  if (!isTime || typeof value !== "string") return false;
  return shownTime(value).includes(sought) || timeOn(clock, value).includes(sought);
}

function meaningOf(
  meanings: readonly ValueMeanings[],
  column: number,
  field: string | undefined,
  value: JsonValue,
): string | undefined {
  if (isBranch(value)) return undefined;
  const known = meanings.find((each) => each.column === column && each.field === field?.toLowerCase());
  const text = String(value);
  return known && Object.hasOwn(known.values, text) ? known.values[text] : undefined;
}
