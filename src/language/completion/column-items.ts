import type { Type } from "../../dialect/types/types.ts";
import type { Column } from "../../tables/schema/column.ts";
import { lakeTables } from "../knowledge/lake-tables.ts";
import { sentinelColumns } from "../knowledge/sentinel-names.ts";
import { typeWords } from "../knowledge/type-words.ts";
import type { Item } from "../language-answers.ts";
import type { ScopeColumn, ScopeRelation } from "../statement/typed-pieces.ts";
import { writtenName } from "./written-name.ts";

/** The declared column behind one of a statement's. */
export function declaredColumn({ origin }: ScopeColumn): Column | undefined {
  if (origin === undefined) return undefined;
  return lakeTables.get(origin.table)?.columns.find(({ name }) => name.toLowerCase() === origin.column);
}

/** The columns of a relation. */
export function columnItems(relation: ScopeRelation, rank: number): readonly Item[] {
  return relation.columns.map((column) => {
    const description = declaredColumn(column)?.description;
    return {
      label: column.name,
      kind: "column",
      detail: typeWords(column.type),
      ...(description !== undefined && { documentation: description }),
      ...written(column.name),
      rank,
    };
  });
}

/** The columns that Sentinel's users call otherwise, for the tables that are read. */
export function sentinelItems(relations: readonly ScopeRelation[], rank: number): readonly Item[] {
  const tables = new Set(
    relations.flatMap(({ columns }) =>
      columns.flatMap(({ origin }) => lakeTables.get(origin?.table ?? "")?.base ?? []),
    ),
  );
  const seen = new Set<string>();
  return [...tables].flatMap(sentinelColumns).flatMap(([label, ours]): Item[] => {
    if (seen.has(label)) return [];
    seen.add(label);
    const documentation = `What Microsoft Sentinel calls ${label} is ${ours} here.`;
    return [{ label, kind: "column", detail: `→ ${ours}`, documentation, insert: ours, rank }];
  });
}

/** The fields of a row; those of a list's elements where the list is one of rows. */
export function fieldItems(type: Type): readonly Item[] {
  if (type.kind !== "row") return [];
  return type.fields.flatMap(({ name, type: field }): Item[] =>
    name === undefined ? [] : [{ label: name, kind: "field", detail: typeWords(field), ...written(name), rank: 0 }],
  );
}

function written(name: string): { insert?: string } {
  const text = writtenName(name);
  return text === name ? {} : { insert: text };
}
