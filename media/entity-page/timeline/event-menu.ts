import { t } from "../../../src/base/translated.ts";
import { type Entity, type EntityKind, entityTitles, isSameEntity } from "../../../src/protocol/entity/entity.ts";
import { entityOfValue } from "../../../src/protocol/entity/entity-of-value.ts";
import type { EventColumn, ShownEvent } from "../../../src/protocol/entity/shown-event.ts";
import { visibleText } from "../../../src/protocol/words/visible-text.ts";
import type { MenuGroups, MenuItem } from "../../shared/menu.tsx";
import type { EntityHost } from "../entity-host.ts";

const columns: readonly EventColumn[] = [
  "actor",
  "target",
  "ipAddress",
  "appId",
  "sessionId",
  "uniqueTokenId",
  "deviceId",
];

const longest = 48;

/** The menu of an event: its record, and the pages of what it names. */
export function eventMenu(
  event: ShownEvent,
  page: Entity,
  host: EntityHost,
  { open, names }: { readonly open: () => void; readonly names: ReadonlyMap<string, string> },
): MenuGroups {
  const tenantId = event.tenantId ?? page.tenantId;
  const named = columns.flatMap((column): readonly Entity[] => {
    const found = entityOfValue(column, [], event[column]);
    return found === undefined ? [] : [{ ...found, ...(tenantId !== undefined && { tenantId }) }];
  });
  const others = named.filter(
    (entity, index) =>
      !isSameEntity({ ...page, ...(tenantId !== undefined && { tenantId }) }, entity) &&
      named.findIndex((each) => isSameEntity(each, entity)) === index,
  );
  const item = (entity: Entity): MenuItem => ({
    label: t("Show {0} {1}", kindWords(entity.kind), shortened(nameOf(entity, names))),
    act: () => host.notify("showEntity", entity),
  });
  return [[{ label: t("Open the record"), key: "Enter", act: open }], others.map(item)];
}

function nameOf({ kind, value }: Entity, names: ReadonlyMap<string, string>): string {
  return (kind === "application" && names.get(value.toLowerCase())) || value;
}

function kindWords(kind: EntityKind): string {
  return entityTitles[kind].toLowerCase();
}

function shortened(text: string): string {
  const shown = visibleText(text);
  return shown.length > longest ? `${shown.slice(0, longest)}…` : shown;
}
