import { t } from "../../base/translated.ts";
import type { HealthReport, SourceHealth, TenantSettings } from "../../protocol/collector.ts";
import { isFailing } from "../../protocol/is-failing.ts";
import { missingTime, stretchesLength } from "../../protocol/words/missing-time.ts";
import { tableTitles } from "../../protocol/words/table-titles.ts";
import { countOf } from "../words/plain-amounts.ts";
import { onOneLine } from "../words/plain-text.ts";
import { sourceTitles } from "../words/source-titles.ts";

/** One line of the collector view. */
export type CollectorNode =
  | { readonly kind: "keep"; readonly id: string }
  | {
      readonly kind: "tenant";
      readonly id: string;
      readonly tenant: TenantSettings;
      readonly words: CollectorWords;
      readonly sources: readonly CollectorNode[];
    }
  | { readonly kind: "source"; readonly id: string; readonly words: CollectorWords };

export interface CollectorWords {
  /** A codicon. */
  readonly icon: string;
  readonly color?: string;
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
}

/** As a day with a gap among the log days. */
const gapIcon = "color-mode";

const credentialWords = {
  secret: t("client secret"),
  certificate: t("certificate"),
  person: t("signed-in person"),
} as const;

/** The lines of the collector view: how collecting on its own stands, then each tenant; none without a tenant. */
export function collectorNodes(
  tenants: readonly TenantSettings[],
  health: HealthReport | undefined,
): readonly CollectorNode[] {
  if (tenants.length === 0) return [];
  return [{ kind: "keep", id: "keep" }, ...tenants.map((tenant) => tenantNode(tenant, health))];
}

function tenantNode(tenant: TenantSettings, health: HealthReport | undefined): CollectorNode {
  const known = health?.sources.filter(({ tenantId }) => tenantId === tenant.tenantId) ?? [];
  const sources = tenant.sources.map((source) => ({
    source,
    health: known.find((each) => each.source === source),
  }));
  const failing = known.filter(isFailing).length;
  const gaps = known.flatMap((each) => each.gaps);
  const lastRead = known
    .flatMap((each) => each.lastRead ?? [])
    .sort()
    .at(-1);
  const state = lastRead === undefined ? t("not collected yet") : t("collected {0}", shownTime(lastRead, health?.at));
  const troubles = [
    ...(failing > 0 ? [countOf(failing, t("{0} source failing"), t("{0} sources failing"))] : []),
    ...(gaps.length > 0 ? [missingTime(gaps)] : []),
  ];
  return {
    kind: "tenant",
    id: tenant.tenantId,
    tenant,
    words: {
      icon: failing > 0 ? "warning" : "organization",
      ...(failing > 0 && { color: "list.warningForeground" }),
      label: onOneLine(tenant.name),
      description: [...troubles, state].join(" · "),
      tooltip: [
        onOneLine(tenant.name),
        t("Tenant {0}", tenant.tenantId),
        t("Application (client) {0}, left out by the bundled detections", tenant.clientId),
        t("Signs in with: {0}", credentialWords[tenant.credentialKind]),
        [state, ...troubles].join(", "),
      ].join("\n"),
    },
    sources: sources.map((each) => sourceNode(tenant, each.source, each.health, health?.at)),
  };
}

function sourceNode(
  tenant: TenantSettings,
  source: TenantSettings["sources"][number],
  health: SourceHealth | undefined,
  now: string | undefined,
): CollectorNode {
  const { table, title } = sourceTitles[source];
  const tableTitle = tableTitles[table];
  const label = title === tableTitle.toLowerCase() ? tableTitle : `${tableTitle}, ${title}`;
  const error = health !== undefined && isFailing(health) ? health.lastError : null;
  const upTo = health?.readUpTo ?? undefined;
  const hasGaps = (health?.gaps.length ?? 0) > 0;
  const facts = [
    ...(error ? ["failing"] : []),
    ...(health && health.gaps.length > 0 ? [missingTime(health.gaps)] : []),
    ...(health && health.lost.length > 0 ? [t("{0} lost", stretchesLength(health.lost))] : []),
    upTo !== undefined
      ? t("read up to {0}", shownTime(upTo, now))
      : // What is read on request, or for older days only, has no end that it was read up to.
        health?.lastRead
        ? `${source === "auditLogQuery" ? "searched" : "read"} ${shownTime(health.lastRead, now)}`
        : t("not read yet"),
  ];
  return {
    kind: "source",
    id: `${tenant.tenantId}/${source}`,
    words: {
      icon: error ? "warning" : hasGaps ? gapIcon : upTo === undefined ? "circle-outline" : "pass",
      ...(error && { color: "list.warningForeground" }),
      label,
      description: facts.join(" · "),
      tooltip: [
        label,
        source,
        ...facts,
        ...(error ? [`${shownTime(error.at, now)}: ${onOneLine(error.message)}`] : []),
      ].join("\n"),
    },
  };
}

/** An ISO 8601 moment to the minute, UTC; without its day when that is the day of `now`. */
function shownTime(iso: string, now: string | undefined): string {
  const [day, time] = [iso.slice(0, 10), iso.slice(11, 16)];
  return day === now?.slice(0, 10) ? t("{0} UTC", time) : t("{0} {1} UTC", day, time);
}
