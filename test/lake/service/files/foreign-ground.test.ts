import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { type TestContext, test } from "node:test";
import { FolderStorage } from "../../../../src/lake/storage/folder-storage.ts";
import { machineName } from "../../../../src/lake/storage/scratch-folder.ts";
import { TenantTrailError } from "../../../../src/protocol/errors.ts";
import { localLakeService } from "../../../../src/service/local-lake-service.ts";
import { signIn } from "../../../unit/import/reading.ts";
import { sliceOfDay } from "../../slices-of.ts";
import { ask, type OpenLake, openLake, signInIds } from "../open-lake.ts";

const tenantId = "7b0d6c44-6e1a-4d8a-9a1f-0c9f6c1d2e3f";
const day = "2026-03-02";
const slice = "the slice";

/** The path itself, or that of the lake's only slice. */
function pathIn({ root }: OpenLake, path: string): string {
  return path === slice ? relative(root, sliceOfDay(root, "signins", day)).replaceAll("\\", "/") : path;
}

/** A lake with one sign-in, and a folder beside it that is not ours. */
async function lakeAndNeighbour(t: TestContext): Promise<OpenLake & { readonly neighbour: string }> {
  const lake = await openLake(t);
  await importNamed(lake, "a");
  const neighbour = join(dirname(lake.root), "home");
  mkdirSync(neighbour);
  writeFileSync(join(neighbour, "notes@2024.txt"), "precious");
  return { ...lake, neighbour };
}

async function importNamed({ service, file }: OpenLake, id: string): Promise<void> {
  const record = signIn(id, { createdDateTime: `${day}T10:00:00Z` });
  await service.importLogs({ paths: [file(`${id}.json`, JSON.stringify(record))] });
}

/** Moves what lies in the lake to the neighbour and leaves a link in its place. */
function replaceByLink({ root, neighbour }: { root: string; neighbour: string }, path: string): string {
  const place = join(root, path);
  const away = join(neighbour, basename(path));
  if (existsSync(place)) renameSync(place, away);
  else mkdirSync(dirname(place), { recursive: true });
  symlinkSync(away, place);
  return place;
}

function refuses(place: string): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof TenantTrailError, String(error));
    assert.ok(error.message.includes(place), error.message);
    assert.match(error.message, /is a link; TenantTrail does not follow links inside a lake/);
    assert.equal(error.code, "unsafe-lake");
    return true;
  };
}

/** Every entry below a folder with its content, links not followed. */
function contentsOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return entry.isFile() ? `${path} ${readFileSync(path).toString("base64")}` : path;
    })
    .sort();
}

test("opening a lake whose scratch folder is a link touches nothing elsewhere, and importing names the link", async (t) => {
  const lake = await lakeAndNeighbour(t);
  const old = new Date(Date.now() - 3 * 86_400_000);
  for (const name of ["@scope", `1-1-0a3d5fd2@${machineName()}`, "1-1-0a3d5fd2@elsewhere"]) {
    mkdirSync(join(lake.neighbour, name));
    utimesSync(join(lake.neighbour, name), old, old);
  }
  rmSync(join(lake.root, "_scratch"), { recursive: true, force: true });
  symlinkSync(lake.neighbour, join(lake.root, "_scratch"));
  writeFileSync(join(lake.root, "_ledger/signins/000000001.json"), "x");
  const before = contentsOf(lake.neighbour);
  const other = localLakeService();
  await other.useConnection({ kind: "folder", path: lake.root });
  await other.listDays({});
  await other.dispose();
  await assert.rejects(importNamed(lake, "b"), refuses(join(lake.root, "_scratch")));
  assert.deepEqual(contentsOf(lake.neighbour), before);
});

test("of a scratch folder only what we made is deleted", async (t) => {
  const lake = await openLake(t);
  const scratch = join(lake.root, "_scratch");
  const dead = join(scratch, `2147480000-1-0a3d5fd2@${machineName()}`);
  const uuid = "0b7d3c2e-4a51-4c55-9a39-3b0f6f6f2a11";
  for (const name of [`work-${uuid}`, `merge-${uuid}`, "work-notes"]) mkdirSync(join(dead, name), { recursive: true });
  for (const name of [`${uuid}.snapshot`, `${uuid}.unfinished`, "notes.txt"]) writeFileSync(join(dead, name), "");
  for (const name of ["@scope", "notes@2024.txt", "12-1-0a3d5fd2@elsewhere"]) {
    mkdirSync(join(scratch, name));
    utimesSync(join(scratch, name), 1, 1);
  }
  symlinkSync(dead, join(scratch, `2147480001-1-0a3d5fd2@${machineName()}`));
  await importNamed(lake, "a");
  assert.deepEqual(readdirSync(dead).sort(), ["notes.txt", "work-notes"]);
  assert.deepEqual(
    readdirSync(scratch).filter((name) => !name.startsWith(`${process.pid}-`)),
    [`2147480000-1-0a3d5fd2@${machineName()}`, `2147480001-1-0a3d5fd2@${machineName()}`, "@scope", "notes@2024.txt"],
  );
});

const read = ["_ledger", "_ledger/signins", "_ledger/signins/000000001.json", "_ledger/signins/checkpoint.json"];

for (const path of read)
  test(`a link as ${path} is refused by name by everything that opens the lake`, async (t) => {
    const lake = await lakeAndNeighbour(t);
    const place = replaceByLink(lake, path);
    const before = contentsOf(lake.neighbour);
    const other = localLakeService();
    t.after(() => other.dispose());
    const opening = other.useConnection({ kind: "folder", path: lake.root });
    // A checkpoint is looked for only when the ledger is not read on from what is known.
    await assert.rejects(opening, refuses(place));
    if (path !== "_ledger/signins/checkpoint.json") {
      await assert.rejects(lake.service.listDays({}), refuses(place));
      await assert.rejects(ask(lake.service, "SELECT id FROM signins"), refuses(place));
      await assert.rejects(lake.service.verifyIntegrity({}), refuses(place));
      await assert.rejects(importNamed(lake, "b"), refuses(place));
    }
    assert.deepEqual(contentsOf(lake.neighbour), before);
  });

for (const path of ["signins", `signins/dt=${day}`, slice])
  test(`a link as ${path} is refused by a query and an import, and named by the log days and by verify`, async (t) => {
    const lake = await lakeAndNeighbour(t);
    const place = replaceByLink(lake, pathIn(lake, path));
    const before = contentsOf(lake.neighbour);
    await assert.rejects(ask(lake.service, "SELECT id FROM signins"), refuses(place));
    await assert.rejects(ask(lake.service, "SELECT key FROM events"), refuses(place));
    await assert.rejects(importNamed(lake, "b"), refuses(place));
    const { mismatched } = await lake.service.verifyIntegrity({});
    assert.ok(
      mismatched.some(({ reason }) => reason.includes(`${place} is a link`)),
      JSON.stringify(mismatched),
    );
    if (path !== slice) {
      const [listed] = await lake.service.listDays({ table: "signins" });
      assert.ok(listed?.damage?.includes(`${place} is a link`), listed?.damage);
    }
    assert.deepEqual(contentsOf(lake.neighbour), before);
  });

test("a link as a tenant's settings, or as their folder, is refused by name", async (t) => {
  for (const path of ["_collector", `_collector/${tenantId}.json`]) {
    const lake = await lakeAndNeighbour(t);
    if (path !== "_collector") writeFileSync(join(lake.neighbour, `${tenantId}.json`), "{}");
    const place = replaceByLink(lake, path);
    await assert.rejects(lake.service.listTenants({}), refuses(place));
    await assert.rejects(lake.service.collect({}), refuses(place));
    await assert.rejects(lake.service.listDays({}), refuses(place));
  }
});

test("a link as the folder of rejected records, or of locks, is not written through", async (t) => {
  const lake = await lakeAndNeighbour(t);
  const place = replaceByLink(lake, "_rejects");
  mkdirSync(join(lake.neighbour, "_rejects"));
  const bad = lake.file("bad.ndjson", `${JSON.stringify(signIn("b"))}\n{"no":"sign-in"}\n`);
  await assert.rejects(lake.service.importLogs({ paths: [bad], table: "signins" }), refuses(place));
  assert.deepEqual(readdirSync(join(lake.neighbour, "_rejects")), []);
  rmSync(place);
  rmSync(join(lake.root, "_locks"), { recursive: true, force: true });
  mkdirSync(join(lake.neighbour, "_locks"));
  const locks = replaceByLink({ ...lake, neighbour: join(lake.neighbour, "_locks") }, "_locks");
  const storage = new FolderStorage(lake.root);
  const { version } = await storage.write("_collector/x.json", new Uint8Array(1), { ifAbsent: true });
  const written = storage.write("_collector/x.json", new Uint8Array(2), { ifVersion: version });
  await assert.rejects(written, refuses(locks));
  assert.deepEqual(readdirSync(join(lake.neighbour, "_locks")), []);
});

test("a pipe or a folder in a file's place is refused by name and never waited for", { timeout: 60_000 }, async (t) => {
  for (const path of ["_ledger/signins/000000001.json", slice]) {
    const lake = await lakeAndNeighbour(t);
    const place = join(lake.root, pathIn(lake, path));
    rmSync(place);
    if (process.platform === "win32") mkdirSync(place);
    else execFileSync("mkfifo", [place]);
    const named = ({ code, message }: TenantTrailError): boolean => code === "unsafe-lake" && message.includes(place);
    await assert.rejects(ask(lake.service, "SELECT id FROM signins"), named);
    await assert.rejects(importNamed(lake, "b"), named);
    rmSync(place, { recursive: true });
    mkdirSync(place);
    await assert.rejects(ask(lake.service, "SELECT id FROM signins"), named);
  }
});

test("a hard link is read as the file that it is, and what it also names elsewhere is never written to", async (t) => {
  const lake = await lakeAndNeighbour(t);
  for (const path of [slice, "_ledger/signins/000000001.json"])
    linkSync(join(lake.root, pathIn(lake, path)), join(lake.neighbour, basename(path)));
  const before = contentsOf(lake.neighbour);
  assert.deepEqual(await signInIds(lake.service), ["a"]);
  await importNamed(lake, "b");
  assert.deepEqual(await signInIds(lake.service), ["a", "b"]);
  assert.deepEqual(contentsOf(lake.neighbour), before);
});

test("the lake's own folder may be a link: that is what the person chose", async (t) => {
  const lake = await lakeAndNeighbour(t);
  const link = join(lake.neighbour, "chosen");
  symlinkSync(lake.root, link);
  const other = localLakeService();
  t.after(() => other.dispose());
  await other.useConnection({ kind: "folder", path: link });
  assert.deepEqual(await signInIds(other), ["a"]);
  // Chosen once: where the link leads later does not matter.
  rmSync(link);
  symlinkSync(lake.neighbour, link);
  assert.deepEqual(await signInIds(other), ["a"]);
});

test("a ledger that names a file that is no slice of its table is refused, not read", async (t) => {
  for (const part of ["../home/away", "audits/dt=2026-03-02/00-24", "/etc/x"]) {
    const lake = await lakeAndNeighbour(t);
    const path = pathIn(lake, slice);
    const [digits = ""] = /[0-9a-f]{16}/.exec(path) ?? [];
    cpSync(join(lake.root, path), join(lake.neighbour, `away.${digits}.parquet`));
    const folder = join(lake.root, "_ledger/signins");
    const last = join(folder, readdirSync(folder).sort().at(-1) ?? "");
    writeFileSync(last, readFileSync(last, "utf8").replaceAll(`signins/dt=${day}/00-24`, part));
    const other = localLakeService();
    t.after(() => other.dispose());
    await other.useConnection({ kind: "folder", path: lake.root });
    await assert.rejects(ask(other, "SELECT id FROM signins"), ({ message }: Error) => message.includes(part));
    assert.ok(statSync(join(lake.neighbour, `away.${digits}.parquet`)).isFile());
  }
});

test("a link does not hide a folder whose name DuckDB would take for others too", async (t) => {
  const lake = await lakeAndNeighbour(t);
  const named = join(dirname(lake.root), "la*");
  mkdirSync(named);
  const link = join(lake.neighbour, "chosen");
  symlinkSync(named, link);
  const other = localLakeService();
  t.after(() => other.dispose());
  await assert.rejects(
    other.useConnection({ kind: "folder", path: link }),
    ({ code, message }: TenantTrailError) => code === "bad-argument" && message.includes(named),
  );
  const below = join(lake.neighbour, "chosen", "lake");
  await assert.rejects(
    other.useConnection({ kind: "folder", path: below }),
    ({ code }: TenantTrailError) => code === "bad-argument",
  );
});

test("an entry with the last number there is keeps no import waiting and is said", { timeout: 60_000 }, async (t) => {
  const lake = await lakeAndNeighbour(t);
  writeFileSync(join(lake.root, "_ledger/signins/999999999.json"), "{}");
  await assert.rejects(importNamed(lake, "b"), ({ code, message }: TenantTrailError) => {
    assert.equal(code, "unsafe-lake", message);
    return message.includes("999999999.json");
  });
  assert.deepEqual(await signInIds(lake.service), ["a"]);
});

test("an entry larger than any that is written is refused by name, and is not read into memory", async (t) => {
  const lake = await lakeAndNeighbour(t);
  const first = join(lake.root, "_ledger/signins/000000001.json");
  for (const bytes of [300 * 1024 ** 2, 3 * 1024 ** 3]) {
    truncateSync(first, bytes);
    const other = localLakeService();
    t.after(() => other.dispose());
    const named = ({ code, message }: TenantTrailError): boolean => code === "unsafe-lake" && message.includes(first);
    await assert.rejects(other.useConnection({ kind: "folder", path: lake.root }), named);
  }
});
