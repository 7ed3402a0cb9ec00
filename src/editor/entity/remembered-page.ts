import { type EntityKind, entityKinds, entityValue } from "../../protocol/entity/entity.ts";
import type { RememberedPage } from "../../protocol/entity/entity-page.ts";
import { isDay } from "../../protocol/log-day.ts";
import { type Days, isRelativeDays } from "../../protocol/relative-days.ts";
import { fieldsOf, isText } from "../platform/remembered.ts";

/** The page that a webview remembers; undefined for what none of ours would. */
export function readRememberedPage(remembered: unknown): RememberedPage | undefined {
  const { entity, days, lake } = fieldsOf(remembered);
  const { kind, value, tenantId } = fieldsOf(entity);
  const read = daysOf(days);
  if (!isKind(kind) || !isText(value) || read === undefined) return undefined;
  const known = entityValue(kind, value);
  if (known === undefined) return undefined;
  const { root, label } = fieldsOf(lake);
  return {
    entity: { kind, value: known, ...(isText(tenantId) && { tenantId }) },
    days: read,
    ...(isText(root) && isText(label) && { lake: { root, label } }),
  };
}

/** Days as they are remembered; undefined for anything else. */
export function daysOf(remembered: unknown): Days | undefined {
  const { from, to } = fieldsOf(remembered);
  const isEnd = (end: unknown): end is string => isText(end) && (isRelativeDays(end) || isDay(end));
  return isEnd(from) && isEnd(to) ? { from, to } : undefined;
}

function isKind(kind: unknown): kind is EntityKind {
  return entityKinds.some((each) => each === kind);
}
