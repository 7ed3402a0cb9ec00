import type {
  Cell,
  ColumnFilter,
  JsonValue,
  ResultColumn,
  ResultSummary,
  ResultView,
} from "../../../src/protocol/query.ts";
import type { TableCoverage } from "../../../src/protocol/table-coverage.ts";

export const fakeColumns: readonly ResultColumn[] = [
  { name: "createdDateTime", type: "timestamp(3)", kind: "time" },
  { name: "userPrincipalName", type: "varchar", kind: "text" },
  { name: "ipAddress", type: "varchar", kind: "text" },
  { name: "errorCode", type: "integer", kind: "number" },
  { name: "appDisplayName", type: "varchar", kind: "text" },
  { name: "country", type: "varchar", kind: "text" },
  { name: "deviceDetail", type: "row(operatingSystem varchar, isCompliant boolean)", kind: "nested" },
  { name: "isInteractive", type: "boolean", kind: "boolean" },
  { name: "userAgent", type: "varchar", kind: "text" },
  { name: "raw", type: "varchar", kind: "text" },
];

const accounts = ["adele.vance", "alex.wilber", "diego.siciliani", "grady.archie", "lidia.holloway", "pradeep.gupta"];
const codes = [0, 0, 0, 50126, 0, 50053, 0, 0, 53003];
const applications = ["Office 365 Exchange Online", "Azure Portal", "Microsoft Teams"];
const countries = ["NL", "DE", null, "US", ""];
const start = Date.UTC(2026, 10, 22, 3, 14, 7);

/** What an attacker may have put into a log, to be shown as the text it is. */
export const hostileText =
  '<img src=x onerror="window.hacked=true">\u001b[31mred\u001b[0m =HYPERLINK("http://x")\u202Egpj.exe';

/** Row `n` of an endless table of sign-ins; the same every time. */
export function fakeRow(n: number): readonly Cell[] {
  const milliseconds = n % 4 === 0 ? 0 : (n * 37) % 1000;
  return [
    new Date(start - n * 61_000 + milliseconds).toISOString(),
    n === 3 ? hostileText : `${accounts[n % accounts.length]}@contoso.com`,
    `203.0.113.${n % 250}`,
    codes[n % codes.length] ?? 0,
    applications[n % applications.length] ?? "",
    countries[n % countries.length] ?? (n % 5 === 2 ? null : ""),
    JSON.stringify({ operatingSystem: "Windows 11", isCompliant: n % 2 === 0, tags: ["managed", `row ${n}`] }),
    n % 3 !== 0,
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
    { cut: `{"id":"${n}","userPrincipalName":"adele.vance@contoso.com"`, length: 4000 },
  ];
}

export function fakeSummary(rowCount: number, more: Partial<ResultSummary> = {}): ResultSummary {
  return {
    resultId: `result-${rowCount}`,
    title: "Password spray by address",
    columns: fakeColumns,
    rowCount,
    engine: "duckdb",
    scannedBytes: 14_200_000,
    elapsedMs: 210,
    lake: "/lakes/contoso",
    params: { from: "2026-10-24", to: "2026-11-22", minimum: 10 },
    askedAt: "2026-11-22T18:00:00.000Z",
    coverage: [fakeCoverage()],
    simulated: false,
    sql: "SELECT * FROM signins",
    ...more,
  };
}

/** Sign-ins of one tenant, 30 days, all read to their end. */
export function fakeCoverage(more: Partial<TableCoverage> = {}): TableCoverage {
  return {
    table: "signins",
    tenantId: "11111111-2222-4333-8444-555555555555",
    tenantName: "contoso.example",
    from: "2026-10-24",
    to: "2026-11-22",
    days: 30,
    states: { complete: 30 },
    gaps: [],
    readTo: "2026-11-22T18:00:00.000Z",
    newestEvent: "2026-11-22T17:59:12.000Z",
    ...more,
  };
}

/** The numbers of the rows of a view in its order; undefined while every row is in its own place. */
export function viewedRows(view: ResultView, rowCount: number): readonly number[] | undefined {
  if (!view.sort && !view.filters && !view.search) return undefined;
  const search = view.search?.toLowerCase();
  const rows = Array.from({ length: rowCount }, (_, n) => n).filter((n) => {
    const cells = fakeRow(n);
    if (search !== undefined && !cells.some((cell) => String(cell).toLowerCase().includes(search))) return false;
    return (view.filters ?? []).every((filter) => matches(cells[filter.column] ?? null, filter));
  });
  for (const { column, descending } of [...(view.sort ?? [])].reverse()) {
    rows.sort((a, b) => compare(fakeRow(a)[column] ?? null, fakeRow(b)[column] ?? null) * (descending ? -1 : 1));
  }
  return rows;
}

function matches(cell: Cell, { path, op, value = null }: ColumnFilter): boolean {
  if (path !== undefined) {
    const reached = path.reduce<readonly unknown[]>(
      (found, step) =>
        found.flatMap((each) => (step === null ? (each as unknown[]) : [(each as Record<string, unknown>)[step]])),
      [JSON.parse(String(cell))],
    );
    return reached.includes(value) === (op === "equals");
  }
  switch (op) {
    case "equals":
      return cell === value;
    case "excludes":
      return cell !== value;
    case "oneOf":
      return (value as readonly JsonValue[]).includes(cell as JsonValue);
    case "contains":
      return String(cell).toLowerCase().includes(String(value).toLowerCase());
    case "atLeast":
      return compare(cell, value as Cell) >= 0;
    case "atMost":
      return compare(cell, value as Cell) <= 0;
    case "below":
      return compare(cell, value as Cell) < 0;
    case "isNull":
      return cell === null;
    case "isNotNull":
      return cell !== null;
  }
}

function compare(a: Cell, b: Cell): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}
