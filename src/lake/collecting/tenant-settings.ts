import { type SourceId, sourceIds, type TenantSettings, type UnsubscribedStretch } from "../../protocol/collector.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import { type Storage, WriteConflict } from "../storage/storage.ts";
import { decodeTenant, encodeTenant, isTenantId, type RemovedTenant } from "./tenant-settings-file.ts";
import { withUnsubscribed } from "./unsubscribed.ts";

const folder = "_collector/";
const mostBytes = 64 * 1024;
const attempts = 8;

/** The tenants that a lake collects, in order of their names, and the files that can't be believed. */
export interface KnownTenants {
  readonly tenants: readonly TenantSettings[];
  readonly damaged: readonly { readonly path: string; readonly reason: string }[];
}

/** Reads every tenant's settings. A damaged or strange file is reported and left alone. */
export async function readTenants(storage: Storage, signal?: AbortSignal): Promise<KnownTenants> {
  const paths = await storage.names(folder, { signal });
  const ids = paths.map(tenantIdOf).filter((tenantId) => tenantId !== undefined);
  const contents = await Promise.all(ids.map((tenantId) => storage.read(settingsPath(tenantId))));
  const tenants: TenantSettings[] = [];
  const damaged: { path: string; reason: string }[] = [];
  for (const [index, tenantId] of ids.entries()) {
    const [path, content] = [settingsPath(tenantId), contents[index]];
    const isRead = content !== undefined && content.length <= mostBytes;
    const read = isRead ? decodeTenant(content, tenantId) : "cannot be read";
    if (typeof read === "string") damaged.push({ path, reason: `${path} ${read}. Add the tenant again.` });
    else if (!("removed" in read)) tenants.push(read);
  }
  return { tenants: tenants.sort(byName), damaged };
}

/** The tenants that a lake collects, in order of their names. */
export async function listTenants(storage: Storage, signal?: AbortSignal): Promise<readonly TenantSettings[]> {
  return (await readTenants(storage, signal)).tenants;
}

/**
 * Keeps a tenant's settings. When the tenant is known, the begin of its collection and what was found about its sources
 * stay. A new source begins with `wanted.since`, or now. Settings from before the tenant was removed, as a run that
 * still goes on has them, do not bring it back.
 * @throws TenantTrailError when they are no such settings, or others write all the time.
 */
export async function saveTenant(storage: Storage, wanted: TenantSettings, now = new Date()): Promise<void> {
  await change(storage, wanted.tenantId, (known) => {
    if (known === undefined) return wanted;
    if ("removed" in known) return wanted.since >= known.removed ? withStretches(wanted, known) : undefined;
    return merge(known, wanted, now);
  });
}

/**
 * Keeps that no subscription to a content type ran in a stretch.
 * @param settings the tenant, as whoever asks knows it.
 * @returns the stretches of the content type that are known now.
 * @throws TenantTrailError when others write all the time.
 */
export async function keepUnsubscribed(
  storage: Storage,
  settings: TenantSettings,
  source: SourceId,
  stretch: UnsubscribedStretch,
  nowMs: number,
): Promise<readonly UnsubscribedStretch[]> {
  let kept = withUnsubscribed(settings.unsubscribed?.[source] ?? [], stretch, nowMs);
  await change(storage, settings.tenantId, (known) => {
    if (known !== undefined && "removed" in known && settings.since < known.removed) return undefined;
    const before = known === undefined || "removed" in known ? withStretches(settings, known) : known;
    kept = withUnsubscribed(before.unsubscribed?.[source] ?? [], stretch, nowMs);
    return { ...before, unsubscribed: { ...before.unsubscribed, [source]: kept } };
  });
  return kept;
}

/** The stretches in which no subscription ran, as the lake knows them now; undefined when it knows nothing of the tenant. */
export async function readUnsubscribed(
  storage: Storage,
  tenantId: string,
): Promise<TenantSettings["unsubscribed"] | undefined> {
  const content = await storage.read(settingsPath(tenantId));
  const known = content && decodeTenant(content, tenantId);
  return typeof known === "string" ? undefined : known?.unsubscribed;
}

/**
 * Stops collecting a tenant: its file says so from now on, for a storage can't delete.
 * @throws TenantTrailError when others write all the time.
 */
export async function removeTenant(storage: Storage, tenantId: string, now = new Date()): Promise<void> {
  await change(storage, tenantId, (known) =>
    known === undefined || "removed" in known
      ? undefined
      : withStretches({ tenantId, removed: now.toISOString() }, known),
  );
}

/** Stretches without a subscription stay with a tenant that is removed, and with one that is added again. */
function withStretches<Tenant extends Kept>(tenant: Tenant, known: Kept | undefined): Tenant {
  const unsubscribed = known?.unsubscribed;
  return unsubscribed === undefined ? tenant : { ...tenant, unsubscribed };
}

type Kept = TenantSettings | RemovedTenant;

/**
 * Writes what `decide` makes of the present file, and tries again when another writer was faster. Writes nothing for
 * undefined.
 */
async function change(
  storage: Storage,
  tenantId: string,
  decide: (known: Kept | undefined) => Kept | undefined,
): Promise<void> {
  const path = settingsPath(tenantId);
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const object = await storage.get(path);
    const known = object && decodeTenant(object.content, tenantId);
    const wanted = decide(typeof known === "string" ? undefined : known);
    if (wanted === undefined) return;
    const content = isTenantId(tenantId) && wanted.tenantId === tenantId ? encodeTenant(wanted) : undefined;
    if (content === undefined)
      throw new TenantTrailError("bad-argument", `These are no settings of a tenant: ${JSON.stringify(tenantId)}.`);
    try {
      await storage.write(path, content, object === undefined ? { ifAbsent: true } : { ifVersion: object.version });
      return;
    } catch (error) {
      if (!(error instanceof WriteConflict)) throw error;
    }
  }
  throw new TenantTrailError("write-failed", `Others keep changing ${path}. Try again in a moment.`);
}

function merge(known: TenantSettings, wanted: TenantSettings, now: Date): TenantSettings {
  const began = { ...wanted.sourcesSince, ...known.sourcesSince };
  const added = wanted.sources.filter((source) => !known.sources.includes(source) && began[source] === undefined);
  const sourcesSince: Partial<Record<SourceId, string>> = { ...began };
  for (const source of added) sourcesSince[source] = now.toISOString();
  const floors = newestFloors(known.floors, wanted.floors);
  // Only `keepUnsubscribed` changes these: whoever saves may have read the settings long ago.
  const unsubscribed = known.unsubscribed ?? wanted.unsubscribed;
  const since = known.since < wanted.since ? known.since : wanted.since;
  return {
    ...wanted,
    since,
    floors,
    ...(unsubscribed !== undefined && { unsubscribed }),
    ...(Object.keys(sourcesSince).length > 0 && { sourcesSince }),
  };
}

type Floors = TenantSettings["floors"];

/** The floor that was found later, of two floors of a source. */
function newestFloors(known: Floors, wanted: Floors): Floors {
  const floors: { -readonly [Source in keyof Floors]: Floors[Source] } = { ...known };
  for (const source of sourceIds) {
    const [before, after] = [known[source], wanted[source]];
    if (after !== undefined && (before === undefined || before.at <= after.at)) floors[source] = after;
  }
  return floors;
}

/** `_collector/<tenantId>.json`. */
function settingsPath(tenantId: string): string {
  return `${folder}${tenantId}.json`;
}

/** The tenant whose settings a path holds; undefined for every other path. */
function tenantIdOf(path: string): string | undefined {
  const tenantId = path.slice(folder.length, -".json".length);
  return isTenantId(tenantId) && path === settingsPath(tenantId) ? tenantId : undefined;
}

function byName(a: TenantSettings, b: TenantSettings): number {
  return a.name < b.name || (a.name === b.name && a.tenantId < b.tenantId) ? -1 : 1;
}
