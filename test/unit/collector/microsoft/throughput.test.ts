import assert from "node:assert/strict";
import { test } from "node:test";
import { limits } from "../../../../src/collector/microsoft/limits/limits.ts";
import type { LimitName } from "../../../../src/collector/microsoft/microsoft.ts";
import { json, refusal, scripted } from "./scripted-microsoft.ts";

/** A server that allows what is documented, to the letter: never more in any stretch of the limit's length. */
function strictly(limit: LimitName) {
  const { requests, perMs } = limits[limit];
  const allowed: number[] = [];
  let refused = 0;
  const takes = (nowMs: number): boolean => {
    const oldest = allowed.at(-requests);
    const isOver = oldest !== undefined && nowMs - oldest < perMs;
    if (isOver) refused += 1;
    else allowed.push(nowMs);
    return !isOver;
  };
  return { takes, allowed, refused: () => refused };
}

for (const limit of ["reports", "risk"] as const)
  test(`${limit}: several callers use 95 % of the limit, and nothing is wasted on a 429`, async () => {
    const server = strictly(limit);
    let seed = 1;
    const latency = () => {
      seed = (seed * 16_807) % 2_147_483_647;
      return (seed % 1_000) * (limits[limit].slackMs / 1_000);
    };
    const world = scripted(
      ({ atMs }) => (server.takes(atMs) ? json({ value: [] }) : refusal(429, "", "", { "retry-after": "10" })),
      { latency },
    );
    const startMs = world.clock.now();
    const windows = limit === "reports" ? 20 : 100;
    const untilMs = startMs + windows * limits[limit].perMs;
    const caller = async (name: string) => {
      while (world.clock.now() < untilMs)
        await world.microsoft.send({
          api: "graph",
          limit,
          url: "/x",
          list: true,
          caller: name,
          purpose: { label: "x", permission: "y" },
        });
    };
    await Promise.all(["a", "b", "c", "d"].map(caller));
    assert.equal(server.refused(), 0);
    const used = server.allowed.filter((atMs) => atMs < untilMs).length / (windows * limits[limit].requests);
    assert.ok(used >= 0.95, `${used}`);
  });
