import type { JSX } from "preact";
import { t } from "../../../src/base/translated.ts";
import type { HealthReport } from "../../../src/protocol/collector.ts";
import type { CollectorPageState } from "../../../src/protocol/collector-page.ts";
import { lateness } from "../../../src/protocol/words/missing-time.ts";
import { count } from "../../shared/amounts.ts";
import { LinkButton } from "../../shared/controls.tsx";
import { Icon } from "../../shared/icon.tsx";
import { MarkedText } from "../../shared/marked-text.tsx";
import { Holes } from "./health-holes.tsx";
import type { HealthError, HealthGroup, HealthRow } from "./health-rows.ts";
import { moment, named, unbroken } from "./health-words.ts";
import { RowsChart } from "./rows-chart.tsx";
import "./health-table.css";

interface HealthTableProps {
  /** The tenant's name. */
  readonly name: string;
  readonly groups: readonly HealthGroup[];
  readonly report: HealthReport;
  readonly state: CollectorPageState;
  readonly onFill: (group: HealthGroup) => void;
  readonly onTest: () => void;
}

/** Which columns have something to say for any table. */
interface Columns {
  readonly lateness: boolean;
  readonly holes: boolean;
}

/** Each table of one tenant with what failed in it, then its sources. */
export function HealthTable(props: HealthTableProps): JSX.Element {
  const { name, groups, report } = props;
  const columns: Columns = {
    lateness: groups.some(({ arrival, late }) => arrival?.lateness || late > 0),
    holes: groups.some(({ gaps, lost }) => gaps.length + lost.length > 0),
  };
  const hasWaits = groups.some(({ throttledSeconds }) => throttledSeconds > 0);
  return (
    <table class="health-table" aria-label={t("Health of {0}", name)}>
      <thead>
        <tr>
          <th scope="col">{t("Table")}</th>
          <th scope="col">{t("Rows an hour, 7 days")}</th>
          <th scope="col">{t("Read up to")}</th>
          {columns.lateness && <th scope="col">{t("Lateness p50, p95, p99")}</th>}
          {columns.holes && <th scope="col">{t("Gaps, lost")}</th>}
          <th scope="col" class="health-number">
            {hasWaits ? t("Requests, waits") : t("Requests")}
          </th>
        </tr>
      </thead>
      {groups.map((group) => (
        <tbody key={group.key}>
          <tr class="health-whole">
            <th scope="row">{group.title}</th>
            <td class="health-arrival">
              {group.arrival && <RowsChart rows={group.arrival.rowsPerHour} at={report.at} />}
              <div class="health-aside">
                {group.arrival?.lastEvent ? (
                  <>
                    {t("last event")} <span class="health-moment">{moment(group.arrival.lastEvent, report.at)}</span>
                  </>
                ) : (
                  t("no events")
                )}
              </div>
            </td>
            <Cells {...props} columns={columns} group={group} row={group} />
          </tr>
          {group.errors.map((error) => (
            <ErrorRow
              key={error.message}
              error={error}
              name={name}
              report={report}
              columns={columns}
              onTest={props.onTest}
            />
          ))}
          {group.sources.map((source) => (
            <tr key={source.key} class="health-source">
              <th scope="row" colSpan={2}>
                {source.title}
              </th>
              <Cells {...props} columns={columns} group={group} row={source} />
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}

/** What a table's line and a source's have in common. */
function Cells(
  props: HealthTableProps & { readonly columns: Columns; readonly group: HealthGroup; readonly row: HealthRow },
): JSX.Element {
  const { columns, group, row, report, state } = props;
  const late = group === row ? group.arrival?.lateness : undefined;
  const isWhole = group === row;
  return (
    <>
      <td class="health-moment" data-label={t("read up to")}>
        {moment(row.readUpTo, report.at)}
      </td>
      {columns.lateness && (
        <td data-label={isWhole ? t("lateness") : undefined}>
          {late && [late.p50, late.p95, late.p99].map((each) => unbroken(lateness(each))).join(", ")}
          {isWhole && !late && row.late === 0 && "–"}
          {row.late > 0 && (
            <div class="health-aside" title={t("Rows first seen after their window was first read")}>
              {unbroken(t("{0} late", count(row.late)))}
            </div>
          )}
        </td>
      )}
      {columns.holes && (
        <td>
          <Holes row={row} isSum={isWhole && group.sources.length > 0} now={report.at} />
          {row.gaps.length > 0 && state.isTrusted && (
            <LinkButton label={t("Fill the gaps of {0}", row.title)} onPress={() => props.onFill(group)}>
              {t("Fill")}
            </LinkButton>
          )}
        </td>
      )}
      <td class="health-number" data-label={t("requests")}>
        {count(row.requests)}
        {row.throttledSeconds > 0 && (
          <div class="health-aside">{t("waited {0}", unbroken(lateness(row.throttledSeconds * 1000)))}</div>
        )}
      </td>
    </>
  );
}

function ErrorRow(props: {
  readonly error: HealthError;
  readonly name: string;
  readonly report: HealthReport;
  readonly columns: Columns;
  readonly onTest: () => void;
}): JSX.Element {
  const { error, name, report, columns } = props;
  const sources = named(error.titles);
  const failed = t(
    "{0} failed at {1} UTC",
    `${sources.slice(0, 1).toUpperCase()}${sources.slice(1)}`,
    moment(error.at, report.at),
  );
  return (
    <tr class={error.isOver ? "health-error health-aside" : "health-error"}>
      <td colSpan={4 + Number(columns.lateness) + Number(columns.holes)}>
        <div class="health-error-line">
          <span class={error.isOver ? "" : "collector-bad"}>
            <Icon name={error.isOver ? "info" : "error"} />
          </span>
          {error.isOver ? (
            <span>
              {failed} {t("and was read since.")} <MarkedText text={error.message} />
            </span>
          ) : (
            <span>
              <span class="health-error-head">{failed}.</span> <MarkedText text={error.message} />{" "}
              <LinkButton label={t("Test the tenant {0}, because {1} failed", name, sources)} onPress={props.onTest}>
                {t("Test the tenant")}
              </LinkButton>
            </span>
          )}
        </div>
      </td>
    </tr>
  );
}
