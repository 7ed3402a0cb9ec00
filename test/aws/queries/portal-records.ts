import type { LogRecord } from "../../lake/queries/query-lake.ts";

const first = { time: "2021-12-01T00:58:41", correlationId: "c1", activity: "Add member to role", target: "t1" };

/** Audits of Graph's, and rows of the portal's CSV: one that repeats an audit, and one each that differs from it in a thing. */
export function portalRecords(): readonly LogRecord[] {
  return [
    graph(first),
    graph({ ...first, correlationId: "c9", time: "2021-12-02T10:00:00" }),
    portal(first),
    portal({ ...first, correlationId: "c2" }),
    portal({ ...first, activity: "Remove member from role" }),
    portal({ ...first, target: "t2" }),
    portal({ ...first, time: "2021-12-01T00:58:42" }),
    portal({ ...first, time: "2021-12-03T00:58:41" }),
  ];
}

type Audit = typeof first;

function graph({ time, correlationId, activity, target }: Audit): LogRecord {
  return {
    table: "audits",
    record: {
      id: `${correlationId} ${time}`,
      activityDateTime: `${time}.123Z`,
      correlationId,
      activityDisplayName: activity,
      targetResources: [{ id: target, displayName: "a group", type: "Group" }],
    },
  };
}

function portal({ time, correlationId, activity, target }: Audit): LogRecord {
  return {
    table: "audits",
    source: "portal-csv",
    record: { "Date (UTC)": `${time}Z`, CorrelationId: correlationId, Activity: activity, Target1ObjectId: target },
  };
}
