import type { QueryCase } from "./query-case.ts";
import { activity, audit, signIn } from "./records.ts";

const minute = 60_000;

export const healthCases: readonly QueryCase[] = [
  {
    query: "health/rows-per-day",
    title: "two days with rows, two without between them, the weekday a week later with three times as many",
    records: (at) => [
      signIn(at("08:00"), "ann@contoso.example"),
      signIn(at("08:00", 3), "ann@contoso.example"),
      ...["08:00", "09:00", "10:00"].map((clock) => signIn(at(clock, 7), "ann@contoso.example")),
      audit(at("08:00", 3), "Update user", []),
    ],
    columns: ["table", "rows", "usualRows", "percentOfUsual", "missingDaysBefore"],
    rows: [
      ["signins", 3, 2, 150, 3],
      ["audits", 1, 1, 100, 0],
      ["signins", 1, 1, 100, 2],
      ["signins", 1, 2, 50, 0],
    ],
  },
  {
    query: "health/lateness",
    title:
      "sign-ins seen after 1, 2 and 90 minutes, one of the week before that was seen when collecting began, one imported",
    records: (at) => [
      { ...signIn(at("08:00"), "ann@contoso.example"), observedAfter: 6 * 1440 * minute },
      ...[1, 2, 90].map((minutes) => ({
        ...signIn(at("08:00", 7), "ann@contoso.example"),
        observedAfter: minutes * minute,
      })),
      { ...activity(at("08:00"), "Send", "ann@contoso.example"), source: "management-activity" as const },
    ],
    columns: [
      "table",
      "source",
      "rows",
      "withoutObservation",
      "backfilled",
      "p50Minutes",
      "p95Minutes",
      "p99Minutes",
      "maxMinutes",
    ],
    rows: [
      ["activity", "management-activity", 1, 1, 0, null, null, null, null],
      ["signins", "graph-beta", 4, 0, 1, 2, 90, 90, 90],
    ],
  },
  {
    query: "health/duplicate-events",
    title: "one id on two days; the same id in another tenant; the same record twice",
    records: (at) => {
      const twice = signIn(at("08:00"), "bob@contoso.example");
      return [
        signIn(at("08:00"), "ann@contoso.example", { id: "health-1" }),
        signIn(at("08:00", 1), "ann@contoso.example", { id: "health-1" }),
        { ...signIn(at("08:00", 1), "ann@contoso.example", { id: "health-2" }), tenantId: "other" },
        signIn(at("08:00"), "ann@contoso.example", { id: "health-2" }),
        twice,
        twice,
      ];
    },
    columns: ["table", "key", "rows", "tenantId"],
    rows: [["signins", "health-1", 2, "tenant"]],
  },
  {
    query: "health/sources",
    title: "one table from two sources, over two days",
    records: (at) => [
      signIn(at("08:00"), "ann@contoso.example"),
      signIn(at("08:00", 1), "ann@contoso.example"),
      { ...signIn(at("08:00"), "ann@contoso.example"), source: "graph-v1.0" },
    ],
    columns: ["table", "source", "tenantId", "rows", "days", "filesOrRequests"],
    rows: [
      ["signins", "graph-beta", "tenant", 2, 2, 1],
      ["signins", "graph-v1.0", "tenant", 1, 1, 1],
    ],
  },
];
