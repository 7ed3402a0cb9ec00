import * as v from "valibot";
import { type CollectorFunction, type FunctionEvent, functionTables } from "../protocol/aws/function-report.ts";
import { TenantTrailError } from "../protocol/errors.ts";
import { tableNames } from "../protocol/tables.ts";

const instant = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?Z$/),
  v.check((text) => !Number.isNaN(Date.parse(text))),
);

const schema = v.strictObject({
  tables: v.exactOptional(v.pipe(v.array(v.picklist(tableNames)), v.minLength(1))),
  from: v.exactOptional(instant),
  to: v.exactOptional(instant),
  tenantId: v.exactOptional(v.pipe(v.string(), v.toLowerCase(), v.uuid())),
});

/**
 * What an invocation asks for, checked: `{}` from the schedule, or what a person wants to be read.
 * @throws TenantTrailError `bad-argument`, without any of the event's own text.
 */
export function readEvent(event: unknown, name: CollectorFunction): FunctionEvent {
  if (Array.isArray(event)) throw refused("an object with nothing else");
  const parsed = v.safeParse(schema, event ?? {});
  if (!parsed.success) {
    const [field] = parsed.issues[0].path ?? [];
    const known = Object.keys(schema.entries).find((key) => key === field?.key);
    throw refused(known === undefined ? "an object with nothing else" : `a usable ${known}`);
  }
  const { tables = [], from, to } = parsed.output;
  const foreign = tables.filter((table) => !functionTables[name].includes(table));
  if (foreign.length > 0)
    throw new TenantTrailError(
      "bad-argument",
      `The function ${name} collects ${functionTables[name].join(" and ")}, not ${foreign.join(", ")}. Invoke another one.`,
    );
  if (from !== undefined && to !== undefined && Date.parse(from) >= Date.parse(to))
    throw new TenantTrailError("bad-argument", "from must be before to.");
  return parsed.output;
}

function refused(what: string): TenantTrailError {
  return new TenantTrailError(
    "bad-argument",
    `An event is {}, or ${what}: tables, from and to (2026-11-30T12:00:00Z), tenantId.`,
  );
}
