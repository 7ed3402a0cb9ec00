import type { HealthReport } from "../../../src/protocol/collector.ts";
import { fakeHealth, fakeSources, fakeTenant } from "./fake-collector.ts";

const longError =
  "Microsoft refused the client secret: it has expired (AADSTS7000222, trace 0f1c2d3e-4b5a-6978-8796-a5b4c3d2e1f0, " +
  "https://login.microsoftonline.com/7b0d6c44-6e1a-4d8a-9a1f-0c9f6c1d2e3f/oauth2/v2.0/token?correlation=0123456789abcdef0123456789abcdef). " +
  "Make a new secret in the app registration, then edit this tenant and paste its value.";

/** Every source of a large tenant, each with something to say at its longest. */
export function fakeFullHealth(): HealthReport {
  const health = fakeHealth();
  const [source] = health.sources;
  const [table] = health.tables;
  if (source === undefined || table === undefined) throw new Error("The fake health has sources and tables");
  const gap = (day: number) => ({ from: `2025-12-${day}T14:00:00.000Z`, to: `2026-01-${day}T16:30:00.000Z` });
  return {
    ...health,
    tables: [...new Set(fakeSources.map((each) => each.table))].map((name) => ({
      ...table,
      table: name,
      lastEvent: "2025-12-31T23:59:59.000Z",
      lateness: { p50: 9_300_000, p95: 187_200_000, p99: 950_400_000 },
    })),
    sources: fakeSources.map((each, index) => ({
      ...source,
      tenantId: fakeTenant.tenantId,
      tenantName: "A tenant with a long name (formerly another one).onmicrosoft.com",
      table: each.table,
      source: each.source,
      lastRead: index % 4 === 3 ? "2026-11-23T13:40:00.000Z" : "2025-12-30T00:00:00.000Z",
      readUpTo: "2025-12-31T23:59:59.000Z",
      gaps: Array.from({ length: 1 + (index % 5) }, (_, at) => gap(10 + at * 3)),
      lost: [gap(28)],
      requests: 1_234_567,
      throttledSeconds: 187_000,
      late: 1_234_567,
      lastError: {
        at: "2025-12-31T23:59:59.000Z",
        code: "sign-in-failed",
        message: index % 3 === 0 ? longError : `${each.source}: ${longError}`,
      },
    })),
  };
}
