import type { CloudName } from "../../../src/protocol/collector.ts";

/** Microsoft's clouds, as their portals call them. */
export const cloudLabels: Readonly<Record<CloudName, string>> = {
  global: "Global",
  "us-government-gcc": "US Government GCC",
  "us-government-l4": "US Government L4 (GCC High)",
  "us-government-dod": "US Government DoD",
  china: "China (21Vianet)",
};
