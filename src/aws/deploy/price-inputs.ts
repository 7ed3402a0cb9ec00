import type { PricedStack } from "./monthly-price.ts";

/** Events a day and months that a price is told for, where nobody knows the tenant's. */
const told = { eventsADay: 10_000, months: 12 } as const;

/** What the price of a stack with some parameters follows from; parameters that are left out have their defaults. */
export function priceInputs(parameters: Readonly<Record<string, string>>, alarms: number): PricedStack {
  const schedule = parameters["Schedule"];
  return {
    schedule: schedule === "1 hour" || schedule === "1 day" ? schedule : "15 minutes",
    architecture: parameters["Architecture"] === "x86_64" ? "x86_64" : "arm64",
    memoryMb: Number(parameters["MemorySize"] ?? 1024),
    alarms,
    ...told,
  };
}
