import type { JSX } from "preact";
import { sum } from "../../src/base/sum.ts";
import { t } from "../../src/base/translated.ts";
import { athenaPrice, priceWords, scannedWords } from "../../src/protocol/aws/athena-price.ts";
import { entityTitles } from "../../src/protocol/entity/entity.ts";
import type { EntityPageState, Fact } from "../../src/protocol/entity/entity-page.ts";
import type { Days } from "../../src/protocol/relative-days.ts";
import { askedWords } from "../../src/protocol/words/asked-words.ts";
import { visibleText } from "../../src/protocol/words/visible-text.ts";
import { Button, Dropdown } from "../shared/controls.tsx";
import { Icon } from "../shared/icon.tsx";
import { MarkedText } from "../shared/marked-text.tsx";
import type { EntityHost } from "./entity-host.ts";
import { entityIcons } from "./event-icons.ts";
import { headWords, riskWords } from "./facts/fact-words.ts";
import "./entity-header.css";

/** The choices of days; others that were read before are offered beside them. */
const usualDays = ["last 7 days", "last 30 days", "last 90 days", "all days held"] as const;

/** What the page is about, when it was seen, and of which days that is known. */
export function EntityHeader(props: { readonly state: EntityPageState; readonly host: EntityHost }): JSX.Element {
  const { state, host } = props;
  const { entity, facts, tenants } = state;
  const known = facts.kind === "ready" ? facts.content : undefined;
  const find = (name: Fact["fact"]): Fact | undefined => known?.facts.find(({ fact }) => fact === name);
  const risk = known && riskWords(known.facts);
  const tenant = tenants.find(({ tenantId }) => tenantId === entity.tenantId);
  const isElsewhere = entity.tenantId !== undefined && tenant === undefined && tenants.length > 0;
  const cost = costWords(state);
  return (
    <header class="entity-header">
      <div class="entity-line">
        <Icon name={entityIcons[entity.kind]} />
        <span class="entity-kind">{entityTitles[entity.kind]}</span>
        <h1 class="entity-value" title={visibleText(entity.value)}>
          <bdi>
            <MarkedText text={entity.value} />
          </bdi>
        </h1>
        {known?.summary.simulated && (
          <span class="entity-badge" title={t("The rows were made by the sample tenant; no real event is among them.")}>
            {t("Simulated data")}
          </span>
        )}
        <span class="entity-tools">
          {(tenants.length > 1 || isElsewhere) && (
            <Dropdown
              label={t("Tenant")}
              value={entity.tenantId ?? ""}
              options={[
                ...(isElsewhere ? [{ value: entity.tenantId ?? "", label: t("Not in this lake") }] : []),
                ...tenants.map(({ tenantId, name }) => ({ value: tenantId, label: visibleText(name) })),
              ]}
              onChange={(tenantId) => host.notify("read", { tenantId })}
            />
          )}
          <Dropdown
            label={t("Days")}
            value={daysText(state.days)}
            options={dayChoices(state.days)}
            onChange={(text) => host.notify("read", { days: daysOfText(text) })}
          />
          <Button appearance="secondary" icon="question" onPress={() => host.notify("askAboutEntity", entity)}>
            {t("Ask more…")}
          </Button>
        </span>
      </div>
      <p class="entity-words" role="status">
        {known === undefined ? "" : headWords(find("total"), known.facts)}
        {risk !== undefined && (
          <span class="entity-risk">
            <Icon name="warning" />
            {risk}
          </span>
        )}
      </p>
      {known && (
        <p class="entity-asked" title={visibleText(known.summary.lake)}>
          <MarkedText
            text={[
              ...(tenant === undefined ? [] : [tenant.name]),
              ...askedWords({ ...known.summary, params: daysAlone(known.summary.params) }),
            ].join(" · ")}
          />
        </p>
      )}
      {cost !== "" && <p class="entity-asked">{cost}</p>}
    </header>
  );
}

/** On Athena: what reading the page costs, while it is read, and what it cost. */
function costWords({ facts, timeline, cost = "" }: EntityPageState): string {
  const read = [facts, timeline].flatMap((part) => (part.kind === "ready" ? [part.content.summary] : []));
  if ([facts, timeline].some(({ kind }) => kind === "reading")) return cost;
  const bytes = read.filter(({ engine }) => engine === "athena").map(({ scannedBytes }) => scannedBytes);
  if (bytes.length === 0) return "";
  const price = sum(bytes, athenaPrice);
  return t(
    "Scanned {0} on Athena, about {1}. Other days cost again.",
    scannedWords(sum(bytes, (each) => each)),
    priceWords(price),
  );
}

/** The entity itself stands in the title. */
function daysAlone({ from = null, to = null }: Readonly<Record<string, unknown>>) {
  return { from: String(from), to: String(to) };
}

function daysText({ from, to }: Days): string {
  return from === to ? from : `${from} – ${to}`;
}

function daysOfText(text: string): Days {
  const [from = text, to = from] = text.split(" – ");
  return { from, to };
}

function dayChoices(days: Days): readonly { readonly value: string; readonly label: string }[] {
  const own = daysText(days);
  const texts = usualDays.some((each) => each === own) ? usualDays : [own, ...usualDays];
  return texts.map((text) => ({ value: text, label: text.charAt(0).toUpperCase() + text.slice(1) }));
}
