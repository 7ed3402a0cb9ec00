import * as v from "valibot";
import { TenantTrailError } from "../../protocol/errors.ts";
import { isDay } from "../../protocol/log-day.ts";
import { tableNames } from "../../protocol/tables.ts";

const table = v.picklist(tableNames);
const day = v.pipe(v.string(), v.check(isDay, "expected a day as YYYY-MM-DD"));
/** A `Uri` of the editor, or its text; told apart where it is used. */
const uri = v.union([v.string(), v.looseObject({ scheme: v.string(), path: v.string(), fsPath: v.string() })]);
const scalar = v.union([v.string(), v.number(), v.boolean(), v.null()]);
const parameter = v.union([scalar, v.array(v.union([v.string(), v.number()]))]);

export const importLogsArguments = v.strictObject({
  uris: v.pipe(v.array(uri), v.minLength(1, "expected at least one file or folder")),
  table: v.optional(table),
  tenantId: v.optional(v.string()),
});

const instant = v.union(
  [day, v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z$/), v.check(isTime))],
  "expected a day as YYYY-MM-DD, or an instant as YYYY-MM-DDTHH:MM:SSZ",
);
const someTexts = v.pipe(v.array(v.pipe(v.string(), v.nonEmpty())), v.minLength(1, "expected at least one"));

export const collectArguments = v.pipe(
  v.strictObject({
    tenantId: v.optional(v.string()),
    tables: v.optional(v.pipe(v.array(table), v.minLength(1, "expected at least one table"))),
    from: v.optional(instant),
    to: v.optional(instant),
    filter: v.optional(
      v.pipe(
        v.strictObject({
          users: v.optional(someTexts),
          ipAddresses: v.optional(v.pipe(v.array(v.pipe(v.string(), v.ip("expected an IP address"))), v.minLength(1))),
          apps: v.optional(v.pipe(v.array(v.pipe(v.string(), v.uuid("expected an application id"))), v.minLength(1))),
        }),
        v.check((filter) => Object.values(filter).some((value) => value !== undefined), "expected at least one filter"),
      ),
    ),
    maxMinutes: v.optional(v.pipe(v.number(), v.gtValue(0, "expected more than 0 minutes"))),
  }),
  v.check(
    ({ from, to }) => from === undefined || to === undefined || Date.parse(from) < Date.parse(to),
    "expected from to be before to",
  ),
);

export const invokeArguments = v.pipe(
  v.strictObject({ table, from: v.optional(instant), to: v.optional(instant) }),
  v.check(
    ({ from, to }) => from === undefined || to === undefined || Date.parse(from) < Date.parse(to),
    "expected from to be before to",
  ),
);

export const openDashboardArguments = v.strictObject({
  dashboardId: v.optional(v.pipe(v.string(), v.nonEmpty())),
  values: v.optional(v.record(v.string(), scalar)),
});

export const listDaysArguments = v.strictObject({ table: v.optional(table) });

export const querySource = v.union(
  [
    v.strictObject({ sql: v.string() }),
    v.strictObject({ uri, statement: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))) }),
  ],
  "expected { sql } or { uri, statement? }",
);

export const queryOptions = v.strictObject({
  params: v.optional(v.record(v.string(), parameter)),
  engine: v.optional(v.picklist(["duckdb", "athena"])),
  maxRows: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  mayScanBytes: v.optional(v.pipe(v.number(), v.minValue(0))),
});

export const connectionArguments = v.variant("kind", [
  v.strictObject({ kind: v.literal("folder"), path: v.pipe(v.string(), v.minLength(1)) }),
  v.strictObject({
    kind: v.literal("aws"),
    profile: v.optional(v.string()),
    region: v.string(),
    stack: v.optional(v.string()),
    workgroup: v.optional(v.string()),
    database: v.optional(v.string()),
    endpoint: v.optional(v.string()),
  }),
]);

/** A stack's name as CloudFormation takes it. */
const stackName = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z][A-Za-z0-9-]{0,127}$/, "expected letters, digits and hyphens, a letter first"),
);

/** Whether CloudFormation takes a text as a stack's name. */
export function isStackName(text: string): boolean {
  return v.is(stackName, text);
}

export const deployArguments = v.strictObject({
  stack: v.optional(stackName),
  region: v.optional(v.pipe(v.string(), v.nonEmpty())),
  profile: v.optional(v.string()),
  parameters: v.optional(v.record(v.string(), v.string())),
  confirm: v.optional(v.boolean()),
});

export const verifyArguments = v.strictObject({
  lake: v.optional(uri),
  table: v.optional(table),
  from: v.optional(day),
  to: v.optional(day),
  heads: v.optional(uri),
});

export const exportEvidenceArguments = v.strictObject({
  notebook: v.optional(uri),
  queries: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          sql: v.string(),
          title: v.optional(v.string()),
          params: v.optional(v.record(v.string(), parameter)),
          engine: v.optional(v.picklist(["duckdb", "athena"])),
        }),
      ),
      v.minLength(1, "expected at least one statement"),
    ),
  ),
  target: v.optional(uri),
  form: v.optional(v.picklist(["folder", "zip"])),
  replaces: v.optional(v.boolean()),
  title: v.optional(v.pipe(v.string(), v.nonEmpty())),
  missing: v.optional(v.picklist(["run", "leaveOut"])),
  keepsFormulas: v.optional(v.boolean()),
});

export const verifyEvidenceArguments = v.strictObject({
  evidence: v.optional(uri),
  manifestSha256: v.optional(v.string()),
});

function isTime(text: string): boolean {
  return isDay(text.slice(0, 10)) && !Number.isNaN(Date.parse(text));
}

/**
 * Checks what a program passed to a command.
 *
 * @throws TenantTrailError `bad-argument`, naming the command, the field and what is wrong with it.
 */
export function readArguments<Schema extends v.GenericSchema>(
  command: string,
  schema: Schema,
  given: unknown,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, given);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = v.getDotPath(issue);
  throw new TenantTrailError("bad-argument", `${command}: ${path === null ? "" : `${path}: `}${issue.message}`);
}
