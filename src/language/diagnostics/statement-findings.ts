import type { UnknownName } from "../../dialect/scope/context.ts";
import { type Translation, translate } from "../../dialect/translate.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import { offsetOf } from "../../sqlfile/place.ts";
import { lakeNames } from "../knowledge/lake-tables.ts";
import type { Finding } from "../language-answers.ts";
import { codeTokens } from "../statement/code-tokens.ts";
import { dayFilterFix } from "../statement/day-filter.ts";
import type { ParameterTypes } from "../statement/typed-pieces.ts";
import { unknownNameFinding } from "./unknown-names.ts";

/** Unknown names of one statement that are told: nobody reads more, and each takes time. */
const mostUnknown = 100;

/** What is to be said of one statement; places count from its beginning. Never fails. */
export function statementFindings(text: string, types: ParameterTypes): readonly Finding[] {
  const unknown: UnknownName[] = [];
  const read = readStatement(text, types, unknown);
  const tokens = codeTokens(text);
  const named = unknown.map((found) => unknownNameFinding(tokens, found));
  // What fails behind an unknown name may follow from it.
  if (read instanceof TenantTrailError) return named.length > 0 ? distinct(named) : [failure(text, read)];
  return named.length > 0 ? distinct(named) : unboundedReads(text, read);
}

function readStatement(
  text: string,
  parameterTypes: ParameterTypes,
  unknown: UnknownName[],
): Translation | TenantTrailError {
  try {
    return translate(text, {
      schema: lakeNames,
      parameterTypes,
      watcher: {
        unknownName: (found) => {
          if (unknown.length >= mostUnknown) throw found.error;
          unknown.push(found);
        },
      },
    });
  } catch (error) {
    if (error instanceof TenantTrailError) return error;
    const message = error instanceof Error ? error.message : String(error);
    return new TenantTrailError("sql-syntax", `This statement cannot be read: ${message}`, { cause: error });
  }
}

/** A failure that no unknown name explains. What only this machine cannot do is a warning: Athena may. */
function failure(text: string, error: TenantTrailError): Finding {
  const place = error.place === undefined ? 0 : offsetOf(text, error.place);
  const end = Math.min(text.length, place + Math.max(1, error.place?.length ?? 1));
  return {
    // What is missing at the end is marked at the last character.
    start: Math.min(place, Math.max(0, end - 1)),
    end,
    severity: error.code === "sql-unsupported" ? "warning" : "error",
    message: withoutPlace(error.message),
    code: error.code.replace("sql-", ""),
    fixes: [],
  };
}

/** Readings that nothing bounds by the log day: all days that are held are read for them. */
function unboundedReads(text: string, { reads, readPlaces }: Translation): readonly Finding[] {
  return reads.flatMap(({ table, from, to, days }, index): Finding[] => {
    const place = readPlaces[index];
    if (place === undefined || from.length + to.length + days.length > 0) return [];
    return [
      {
        start: place.start,
        end: place.end,
        severity: "hint",
        message: `All days of ${table} that are held are read here. A filter on dt reads only the days that it names.`,
        code: "no-day-filter",
        fixes: dayFilterFix(text, place),
      },
    ];
  });
}

/** One name may be met several times where its expression is translated more than once. */
function distinct(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [`${finding.start} ${finding.message}`, finding])).values()];
}

/** A message without the place in its statement, which the finding has itself. */
export function withoutPlace(message: string): string {
  return message.replace(/ \(line \d+, column \d+\)$/, "");
}
