import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { signIn } from "../../../unit/import/reading.ts";
import { ask, importReader, type OpenLake, openLake, signInIds } from "../open-lake.ts";

const filler = "x".repeat(1500);

/** About 8 MB of NDJSON: sign-ins of three days and an audit now and then, with lines between them that are no records. */
function mixedLines(): Buffer {
  const lines = Array.from({ length: 5000 }, (_, n) => {
    const createdDateTime = `2026-03-0${1 + (n % 3)}T10:00:0${n % 10}Z`;
    if (n % 401 === 400) return Buffer.from([0x7b, 0xff, 0x7d]);
    if (n % 307 === 306) return Buffer.from(`{"id":"cut ${n}","createdDateTime"`);
    if (n % 211 === 210)
      return Buffer.from(JSON.stringify(signIn(`never ${n}`, { createdDateTime: "9999-12-31T00:00:00Z" })));
    if (n % 101 === 100)
      return Buffer.from(
        JSON.stringify({ id: `a${n}`, activityDisplayName: "x", activityDateTime: createdDateTime, initiatedBy: {} }),
      );
    return Buffer.from(
      JSON.stringify(signIn(`s${n}`, { createdDateTime, userDisplayName: "Zürich \u{1f600}", filler })),
    );
  });
  const newline = Buffer.from("\n");
  return Buffer.concat(lines.flatMap((line) => [line, newline]));
}

/** All that an import left behind, without the paths and times that tell two lakes apart. */
async function imported(lake: OpenLake, paths: readonly string[]): Promise<unknown> {
  const done: number[] = [];
  const { files } = await lake.service.importLogs(
    { paths, tenantId: "T1" },
    { onProgress: ({ stage, doneBytes }) => stage === "reading" && done.push(doneBytes) },
  );
  const rejects = join(lake.root, "_rejects");
  const withoutPaths = (text: string): string => text.replace(/"file":"[^"]*\//g, '"file":"');
  return {
    files: files.map(({ uri, rejectedFile, ...file }) => ({ ...file, name: uri.slice(uri.lastIndexOf("/")) })),
    rejects: readdirSync(rejects).map((name) => withoutPaths(readFileSync(join(rejects, name), "utf8"))),
    signIns: await ask(lake.service, "SELECT id, createddatetime, tenantid, raw, dt FROM signins ORDER BY id"),
    audits: await ask(lake.service, "SELECT id, activitydatetime, tenantid, raw, dt FROM audits ORDER BY id"),
    done,
  };
}

test("an import that threads read for leaves what one leaves that does all itself", async (t) => {
  const lines = mixedLines();
  const [alone, helped] = await Promise.all(
    [undefined, importReader].map(async (reader) => {
      const lake = await openLake(t, reader);
      const small = lake.file("2-small.json", JSON.stringify({ value: [signIn("page"), { x: 1 }] }));
      const paths = [lake.file("1-lines", lines), small, lake.file("3-packed", gzipSync(lines))];
      return { lake, left: await imported(lake, paths) };
    }),
  );
  assert.ok(alone !== undefined && helped !== undefined);
  assert.deepEqual(helped.left, alone.left);
  const ids = await signInIds(helped.lake.service);
  assert.ok(ids.length > 4800 && ids.includes("s4999") && ids.includes("page"));
});

test("a cancelled import stops its threads, and the next one starts new ones", async (t) => {
  const { service, file } = await openLake(t, importReader);
  const path = file("lines", mixedLines());
  const controller = new AbortController();
  await assert.rejects(
    service.importLogs(
      { paths: [path] },
      {
        signal: controller.signal,
        onProgress: ({ doneBytes }) => {
          if (doneBytes > 5 * 1024 * 1024) controller.abort();
        },
      },
    ),
    { name: "CancelledError" },
  );
  assert.deepEqual(await signInIds(service), []);
  const { files } = await service.importLogs({ paths: [path] });
  assert.deepEqual(
    await ask(service, "SELECT count(*) FROM signins UNION ALL SELECT count(*) FROM audits ORDER BY 1"),
    [[49], [(files[0]?.added ?? 0) - 49]],
  );
});

test("threads that fail fail the import, and the lake is as it was", async (t) => {
  const { service, file } = await openLake(t, new URL("data:text/javascript,throw new Error('broken')"));
  await assert.rejects(service.importLogs({ paths: [file("lines", mixedLines())] }), {
    code: "internal",
    message: /broken/,
  });
  assert.deepEqual(await signInIds(service), []);
});
