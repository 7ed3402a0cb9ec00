import * as v from "valibot";
import { minuteMs } from "../base/time-units.ts";
import { type Storage, type StoredContent, WriteConflict } from "../lake/storage/storage.ts";

/** Clocks of Lambda's machines differ by less. */
const clockErrorMs = minuteMs;

const schema = v.object({ run: v.string(), since: v.pipe(v.string(), v.isoTimestamp()), until: v.string() });

type LeaseContent = v.InferOutput<typeof schema>;

/** Who wants to work alone, from now on and until when at most, milliseconds since 1970. */
export interface LeaseRequest {
  readonly path: string;
  /** Tells runs apart, also two attempts of one. */
  readonly run: string;
  readonly nowMs: number;
  readonly untilMs: number;
}

/** A lease that was given, or whose it is. */
export type LeaseAnswer =
  | { readonly given: true; release(): Promise<void> }
  | { readonly given: false; readonly since: string; readonly until: string };

/**
 * Asks to be the only one at work. The object says until when at most, so that the lease of a run that was killed ends by
 * itself; nothing is ever deleted. It spares work and requests: the lake itself takes any number of writers.
 */
export async function takeLease(storage: Storage, request: LeaseRequest): Promise<LeaseAnswer> {
  const { path, run, nowMs, untilMs } = request;
  const held = await storage.get(path);
  const other = held === undefined ? undefined : contentOf(held);
  if (other !== undefined && Date.parse(other.until) > nowMs)
    return { given: false, since: other.since, until: other.until };
  const mine = { run, since: iso(nowMs), until: iso(untilMs + clockErrorMs) };
  try {
    const condition = held === undefined ? ({ ifAbsent: true } as const) : { ifVersion: held.version };
    const { version } = await storage.write(path, bytesOf(mine), condition);
    return { given: true, release: () => release(storage, path, version, mine) };
  } catch (error) {
    if (!(error instanceof WriteConflict)) throw error;
    const faster = await storage.get(path);
    const its = faster === undefined ? undefined : contentOf(faster);
    return { given: false, since: its?.since ?? iso(nowMs), until: its?.until ?? iso(nowMs) };
  }
}

async function release(storage: Storage, path: string, version: string, mine: LeaseContent): Promise<void> {
  try {
    await storage.write(path, bytesOf({ ...mine, until: mine.since }), { ifVersion: version });
  } catch (error) {
    // It had ended, and somebody else has it now.
    if (!(error instanceof WriteConflict)) throw error;
  }
}

/** Undefined for what is no lease: nobody could ever give that back. */
function contentOf({ content }: StoredContent): LeaseContent | undefined {
  try {
    const parsed = v.safeParse(schema, JSON.parse(new TextDecoder().decode(content)));
    return parsed.success && !Number.isNaN(Date.parse(parsed.output.until)) ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

function bytesOf(lease: LeaseContent): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(lease)}\n`);
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
