import * as v from "valibot";
import { dayMs } from "../../base/time-units.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import { type Storage, WriteConflict } from "../storage/storage.ts";

/**
 * How many audit searches the collector starts for a tenant in 24 hours. Microsoft lets a tenant start at least 200 in
 * any 24 hours, for all its apps and people together (Graph throttling limits, "Security audit log query service
 * limits", 2026); the rest is left to them.
 */
export const searchesPerDay = 150;

const attempts = 8;
const mostBytes = 64 * 1024;

const contents = v.object({ started: v.array(v.pipe(v.string(), v.isoTimestamp())) });

/**
 * Takes one of a tenant's audit searches of the last 24 hours, which are counted in the lake, so that all who collect
 * into it share them. Two writers at once cannot take the same one.
 * @returns undefined when it was taken; else when the next one is free, milliseconds since 1970.
 * @throws TenantTrailError `write-failed` when others write all the time.
 */
export async function takeSearch(storage: Storage, tenantId: string, nowMs: number): Promise<number | undefined> {
  const path = `_collector/${tenantId}.searches.json`;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const object = await storage.head(path);
    const bytes = object && object.bytes <= mostBytes ? await storage.read(path) : undefined;
    const started = startedIn(bytes).filter((ms) => Math.abs(nowMs - ms) < dayMs);
    if (started.length >= searchesPerDay) return Math.min(...started.slice(-searchesPerDay)) + dayMs;
    const kept = [...started, nowMs].sort((a, b) => a - b).map((ms) => new Date(ms).toISOString());
    const content = new TextEncoder().encode(`${JSON.stringify({ started: kept })}\n`);
    try {
      await storage.write(path, content, object === undefined ? { ifAbsent: true } : { ifVersion: object.version });
      return undefined;
    } catch (error) {
      if (!(error instanceof WriteConflict)) throw error;
    }
  }
  throw new TenantTrailError("write-failed", `Others keep changing ${path}. Try again in a moment.`);
}

/** A file that cannot be read counts no search. Microsoft still refuses searches beyond its limit. */
function startedIn(bytes: Uint8Array | undefined): readonly number[] {
  if (bytes === undefined) return [];
  try {
    const parsed = v.safeParse(contents, JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
    return parsed.success ? parsed.output.started.map((text) => Date.parse(text)) : [];
  } catch {
    return [];
  }
}
