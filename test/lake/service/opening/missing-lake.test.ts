import assert from "node:assert/strict";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import type { TenantTrailError } from "../../../../src/protocol/errors.ts";
import { localLakeService } from "../../../../src/service/local-lake-service.ts";
import { signIn } from "../../../unit/import/reading.ts";
import { ask, type OpenLake, openLake, signInIds } from "../open-lake.ts";

const nobody = 65_534;
const day = "2026-03-02";

async function importNamed({ service, file }: OpenLake, id: string): Promise<void> {
  const record = signIn(id, { createdDateTime: `${day}T10:00:00Z` });
  await service.importLogs({ paths: [file(`${id}.json`, JSON.stringify(record))] });
}

async function filledLake(t: TestContext): Promise<OpenLake> {
  const lake = await openLake(t);
  await importNamed(lake, "a");
  return lake;
}

/** Everything that can be asked of an open lake. */
function everything(lake: OpenLake): Readonly<Record<string, () => Promise<unknown>>> {
  const { service } = lake;
  return {
    listDays: () => service.listDays({}),
    "listDays of a table": () => service.listDays({ table: "audits" }),
    runQuery: () => ask(service, "SELECT count(*) FROM signins"),
    "runQuery over a table without rows": () => ask(service, "SELECT count(*) FROM audits"),
    collectionHealth: () => service.collectionHealth({}),
    listTenants: () => service.listTenants({}),
    collect: () => service.collect({}),
    importLogs: () => importNamed(lake, "b"),
    verifyIntegrity: () => service.verifyIntegrity({}),
    "opening it again": () => service.useConnection({ kind: "folder", path: lake.root, isKnown: true }),
  };
}

/** How a lake goes; answers what brings it back. */
const losses: Readonly<Record<string, (root: string) => () => void>> = {
  "its folder was moved": (root) => {
    renameSync(root, `${root}-moved`);
    return () => renameSync(`${root}-moved`, root);
  },
  "its drive was unmounted": (root) => {
    renameSync(root, `${root}-moved`);
    mkdirSync(root);
    return () => {
      rmSync(root, { recursive: true });
      renameSync(`${root}-moved`, root);
    };
  },
  "its folder is a file": (root) => {
    renameSync(root, `${root}-moved`);
    writeFileSync(root, "");
    return () => {
      rmSync(root);
      renameSync(`${root}-moved`, root);
    };
  },
  "the folder above it is a file": (root) => {
    const parent = dirname(root);
    renameSync(parent, `${parent}-moved`);
    writeFileSync(parent, "");
    return () => {
      rmSync(parent);
      renameSync(`${parent}-moved`, parent);
    };
  },
  "its folder is a broken link": (root) => {
    renameSync(root, `${root}-moved`);
    symlinkSync(`${root}-nowhere`, root);
    return () => {
      rmSync(root);
      renameSync(`${root}-moved`, root);
    };
  },
};

for (const [loss, lose] of Object.entries(losses))
  test(`a lake that is not there because ${loss} is an error with its path for whatever is asked, and nothing is made in its place`, async (t) => {
    const lake = await filledLake(t);
    const bringBack = lose(lake.root);
    const above = basename(lake.root);
    const seen =
      existsSync(dirname(lake.root)) && loss !== "the folder above it is a file"
        ? readdirSync(dirname(lake.root)).sort()
        : [];
    try {
      for (const [what, does] of Object.entries(everything(lake)))
        await assert.rejects(does(), ({ code, message }: TenantTrailError) => {
          // The log that is imported is gone with the folder above.
          if (what === "importLogs" && loss === "the folder above it is a file") return true;
          assert.equal(code, "lake-missing", `${what}: ${message}`);
          assert.ok(message.includes(lake.root), `${what}: ${message}`);
          return true;
        });
      if (seen.length > 0)
        assert.deepEqual(
          readdirSync(dirname(lake.root))
            .filter((name) => name.startsWith(above))
            .sort(),
          seen.filter((name) => name.startsWith(above)),
        );
      if (loss === "its drive was unmounted") assert.deepEqual(readdirSync(lake.root), []);
    } finally {
      bringBack();
    }
    assert.deepEqual(await signInIds(lake.service), ["a"]);
    await importNamed(lake, "b");
    assert.deepEqual(await signInIds(lake.service), ["a", "b"]);
  });

test("a lake that may no longer be read is an error with its path", async (t) => {
  const lake = await filledLake(t);
  const isRoot = process.getuid?.() === 0;
  const parent = dirname(lake.root);
  chmodSync(parent, 0o755);
  if (isRoot)
    for (const name of ["", ...readdirSync(lake.root, { recursive: true, encoding: "utf8" })])
      chownSync(join(lake.root, name), nobody, nobody);
  const askedAs = async (work: () => Promise<unknown>): Promise<void> => {
    // Permissions do not hold for root.
    if (isRoot) process.seteuid?.(nobody);
    try {
      await assert.rejects(work(), ({ code, message }: TenantTrailError) => {
        assert.match(message, /permission denied/);
        assert.ok(message.includes(lake.root), message);
        assert.match(code, /^(lake-missing|read-failed)$/);
        return true;
      });
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  };
  for (const folder of ["", "_ledger", "_ledger/signins", "signins", `signins/dt=${day}`]) {
    chmodSync(join(lake.root, folder), 0);
    await askedAs(() => ask(lake.service, "SELECT id FROM signins"));
    if (folder.startsWith("_") || folder === "") await askedAs(() => lake.service.listDays({}));
    else await askedAs(() => lake.service.verifyIntegrity({}));
    chmodSync(join(lake.root, folder), 0o700);
  }
});

test("a folder that never held a lake is made only when that is asked for", async (t) => {
  const lake = await openLake(t);
  const path = join(dirname(lake.root), "share", "lake");
  const other = localLakeService();
  t.after(() => other.dispose());
  const missing = { code: "lake-missing" };
  await assert.rejects(other.useConnection({ kind: "folder", path, mustExist: true }), missing);
  await assert.rejects(other.useConnection({ kind: "folder", path, isKnown: true }), missing);
  assert.equal(existsSync(dirname(path)), false);
  const { isKnown, root } = await other.useConnection({ kind: "folder", path });
  assert.deepEqual([isKnown, root], [false, path]);
  assert.deepEqual(await other.listDays({}), []);
  // An empty folder is a new lake to whoever never saw one there, and a lost one to whoever did.
  await assert.rejects(other.useConnection({ kind: "folder", path, isKnown: true }), missing);
});

test("days whose folder is gone, and a table whose folder is gone, are named by the log days and fail a query", async (t) => {
  const lake = await filledLake(t);
  const { service, root } = lake;
  const other = signIn("c", { createdDateTime: "2026-03-05T10:00:00Z" });
  await service.importLogs({ paths: [lake.file("c.json", JSON.stringify(other))] });
  rmSync(join(root, "signins", `dt=${day}`), { recursive: true });
  const damages = async () => (await service.listDays({ table: "signins" })).map(({ day: of, damage }) => [of, damage]);
  assert.deepEqual(await damages(), [
    ["2026-03-05", undefined],
    [day, `${join(root, "signins", `dt=${day}`)} is not there. Restore it from a backup, or import its logs again.`],
  ]);
  assert.deepEqual(await ask(service, "SELECT id FROM signins WHERE dt = '2026-03-05'"), [["c"]]);
  await assert.rejects(ask(service, "SELECT count(*) FROM signins"), {
    code: "broken-slice",
    message: new RegExp(`dt=${day}`),
  });
  rmSync(join(root, "signins"), { recursive: true });
  for (const [, damage] of await damages()) assert.match(String(damage), /signins.* is not there/);
  await assert.rejects(ask(service, "SELECT count(*) FROM events"), { code: "broken-slice", message: /and 1 more/ });
});
