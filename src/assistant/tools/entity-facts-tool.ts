import * as v from "valibot";
import { entityKinds, entityValue } from "../../protocol/entity/entity.ts";
import { kindsOfText } from "../../protocol/entity/entity-of-value.ts";
import { factNames } from "../../protocol/entity/entity-page.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import { isDay } from "../../protocol/log-day.ts";
import { isRelativeDays } from "../../protocol/relative-days.ts";
import { readHeader } from "../../sqlfile/header.ts";
import { splitStatements } from "../../sqlfile/statements.ts";
import { errorCodes } from "../../tables/schema/error-codes.ts";
import type { Answer } from "../answers/answer.ts";
import { type AnsweredQuery, askLake, limitedRequest } from "../asking/ask-lake.ts";
import { answerCell, saidOfAnswer } from "../asking/said-of-answer.ts";
import { assistantTool } from "../assistant-tool.ts";
import type { AssistantWorld } from "../assistant-world.ts";

const factsQuery = "entity/what-is-known-of-an-entity";
/** The order in which facts are told. */
const order: readonly unknown[] = factNames;
/** The query gives no more rows. */
const mostRows = 10_000;

const day = (description: string) =>
  v.optional(
    v.pipe(
      v.string(),
      v.check((text) => isDay(text) || isRelativeDays(text), "expected a day as YYYY-MM-DD, or last 30 days"),
      v.description(description),
    ),
  );

const input = v.strictObject({
  value: v.pipe(v.string(), v.minLength(1), v.maxLength(1024), v.description("Its sign-in name, address or id.")),
  kind: v.optional(v.pipe(v.picklist(entityKinds), v.description("What it is, where its value does not tell."))),
  from: day("First log day, YYYY-MM-DD, UTC, or words such as 'last 30 days', which is the default."),
  to: day("Last log day, YYYY-MM-DD, UTC, or the same words."),
  tenantId: v.optional(v.pipe(v.string(), v.description("The tenant, where the lake holds several."))),
  maxScanGigabytes: v.optional(
    v.pipe(v.number(), v.gtValue(0), v.description("On Athena: the most to scan, 1 by default.")),
  ),
});

type Input = v.InferOutput<typeof input>;

/** What the page of an entity tells in its facts. */
export const entityFacts = assistantTool({
  name: "entity_facts",
  title: "Tell what is known of an account, an address or an id",
  description:
    "Tells what the logs say of one account, IP address, application, session, token, device or correlation id: how many events of each table, first and last seen, sign-in results, countries, networks, applications, devices, sessions, risk, and what it did and what was done to it. Use it first when an investigation turns to somebody or something. For the single events run the saved query entity/timeline-of-an-entity.",
  input,
  query: async (asked, world, signal) => ({ request: await requestOf(asked, world, signal), isOwnSql: true }),
  work: async (asked, world, signal) =>
    answerOf(await askLake(await requestOf(asked, world, signal), world.lake, mostRows, signal)),
});

async function requestOf(asked: Input, world: AssistantWorld, signal: AbortSignal) {
  const { from = asked.to ?? "last 30 days", to = asked.from ?? "last 30 days", maxScanGigabytes } = asked;
  const kind = asked.kind ?? onlyKindOf(asked.value);
  const value = entityValue(kind, asked.value);
  if (value === undefined) throw new TenantTrailError("bad-argument", `entity_facts: value: this is no ${kind}.`);
  const tenant = await tenantOf(asked, world, signal);
  const file = (await world.savedQueries(signal)).find(({ name }) => name === factsQuery);
  const statement = file && splitStatements(file.text, 1)[0];
  if (statement === undefined) throw new TenantTrailError("read-failed", `The query ${factsQuery} is missing.`);
  const parameters = readHeader(file?.text ?? "")?.header.params ?? [];
  const params = { from, to, kind, value, tenant };
  return limitedRequest({ sql: statement.text, parameters, params }, world, maxScanGigabytes);
}

function onlyKindOf(value: string) {
  const [kind, ...others] = kindsOfText(value);
  if (kind !== undefined && others.length === 0) return kind;
  throw new TenantTrailError(
    "bad-argument",
    `entity_facts: kind: the value may be of several kinds. Give one of ${entityKinds.join(", ")}.`,
  );
}

/** Names and addresses of two tenants may be other people's, so they are never told together. */
async function tenantOf(
  { tenantId }: Input,
  { lake, connection }: AssistantWorld,
  signal: AbortSignal,
): Promise<string> {
  const { hasLedger } = await connection();
  // A database without a ledger does not tell its tenants.
  if (!hasLedger) return tenantId ?? "";
  const tenants = [...new Set((await lake.listDays({}, { signal })).map((each) => each.tenantId))];
  if (tenantId === undefined && tenants.length <= 1) return tenants[0] ?? "";
  if (tenantId !== undefined && (tenants.includes(tenantId) || tenants.length === 0)) return tenantId;
  const held = tenants.length === 1 ? "one tenant" : "several tenants";
  throw new TenantTrailError(
    "bad-argument",
    `entity_facts: tenantId: the lake holds ${held}. Give ${tenants.length === 1 ? "" : "one of "}${tenants.slice(0, 20).join(", ")}.`,
  );
}

function answerOf({ summary, rows }: AnsweredQuery): Answer {
  const names = summary.columns.map(({ name }) => name);
  const facts = rows.map((row) => Object.fromEntries(row.map((cell, index) => [names[index] ?? "", answerCell(cell)])));
  const rank = ({ fact }: Fact): number => order.indexOf(fact ?? null);
  const total = facts.find(({ fact }) => fact === "total");
  const found =
    total === undefined
      ? "No event of it was found"
      : `${Number(total["events"]).toLocaleString("en-US")} ${total["events"] === 1 ? "event" : "events"} of it`;
  return {
    said: [
      ...saidOfAnswer({ summary, rows }, found),
      ...(total === undefined
        ? []
        : [
            'Of each fact but days, at most the ten values with the most events are told; "of" says how many there are. A value that is null counts sign-ins that have none.',
          ]),
    ],
    parts: [
      {
        noun: "facts",
        origin: "lake",
        values: facts.toSorted((a, b) => rank(a) - rank(b)).map(told),
        total: summary.rowCount,
      },
    ],
  };
}

type Fact = Readonly<Record<string, ReturnType<typeof answerCell>>>;

/** Without what is empty, and an error code with its meaning. */
function told({ place: _, values, ...fact }: Fact): unknown {
  const meaning =
    fact["fact"] === "signInResult" ? errorCodes.find(({ code }) => String(code) === fact["value"]) : undefined;
  const held = Object.entries(fact).filter(([, value]) => value !== null && value !== "" && value !== 0);
  const none = fact["value"] === "" ? { value: null } : {};
  return { ...Object.fromEntries(held), ...none, ...(meaning && { meaning: meaning.meaning }), of: values };
}
