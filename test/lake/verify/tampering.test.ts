import assert from "node:assert/strict";
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { basename } from "node:path";
import { after, before, test } from "node:test";
import { encodeCheckpoint } from "../../../src/lake/ledger/checkpoint.ts";
import { decodeEntry, sha256 } from "../../../src/lake/ledger/ledger-entry.ts";
import { emptyLedger, foldEntry, type LedgerState } from "../../../src/lake/ledger/ledger-state.ts";
import { sliceOfDay } from "../slices-of.ts";
import { days, dropRows, type LakeStates, makeStates, TamperedLake } from "./tampered-lake.ts";

const [first, second] = days;
let states: LakeStates;
before(async () => {
  states = await makeStates();
});
after(() => rmSync(states.folder, { recursive: true, force: true }));

const slice = (lake: TamperedLake, day: string = first): string => sliceOfDay(lake.root, "signins", day);
/** The fold of a lake's entries. */
const fold = (lake: TamperedLake): LedgerState =>
  lake.entries.reduce((state, path) => {
    const bytes = readFileSync(path);
    const entry = decodeEntry(bytes);
    return entry === undefined ? state : foldEntry(state, entry, sha256(bytes));
  }, emptyLedger);
const at = (n: number): string => `_ledger/signins/${String(n).padStart(9, "0")}.json`;
const changed = (day: string = first): string =>
  `signins/dt=${day}/00-24.parquet: The slice is not what the ledger recorded: it was changed by something else.`;

/** What a text of an entry is replaced by, with the chain left as it is. */
function edit(lake: TamperedLake, n: number, from: RegExp, to: string): void {
  const path = lake.entries[n - 1] ?? "";
  const text = readFileSync(path, "utf8");
  assert.match(text, from);
  writeFileSync(path, text.replace(from, to));
}

interface Tampering {
  readonly what: string;
  readonly tamper: (lake: TamperedLake) => void | Promise<void>;
  /** A part of each finding, in their order. */
  readonly found: readonly (string | RegExp)[];
  /** The same when the heads of the newest state were kept outside; by default as without. */
  readonly withHeads?: readonly (string | RegExp)[];
}

const put = (lake: TamperedLake, state: number): void => {
  const from = lake.stateRoot(state);
  for (const day of days) {
    rmSync(slice(lake, day));
    const older = sliceOfDay(from, "signins", day);
    copyFileSync(older, lake.path("signins", `dt=${day}`, basename(older)));
  }
};

const tamperings: readonly Tampering[] = [
  { what: "nothing", tamper: () => undefined, found: [] },
  {
    what: "a byte of a slice was changed",
    tamper: (lake) => {
      const bytes = readFileSync(slice(lake));
      bytes[200] = (bytes[200] ?? 0) ^ 1;
      writeFileSync(slice(lake), bytes);
    },
    found: [changed()],
  },
  {
    what: "a slice was cut",
    tamper: (lake) => truncateSync(slice(lake), statSync(slice(lake)).size - 50),
    found: [/^signins\/dt=2026-11-01\/00-24\.parquet: /],
  },
  {
    what: "a slice was deleted",
    tamper: (lake) => rmSync(slice(lake)),
    found: [`signins/dt=${first}/00-24.parquet: missing`],
  },
  {
    what: "two slices changed places",
    tamper: (lake) => {
      const [one, other] = [slice(lake), slice(lake, second)];
      renameSync(one, `${one}.tmp`);
      renameSync(other, one);
      renameSync(`${one}.tmp`, other);
    },
    found: [changed(), changed(second)],
  },
  {
    what: "an older slice has the newest one's name",
    tamper: (lake) => copyFileSync(sliceOfDay(lake.stateRoot(1), "signins", first), slice(lake)),
    found: [/it was changed by something else\. It has \d+ bytes where the ledger recorded \d+\.$/],
  },
  {
    what: "rows were taken out of a slice",
    tamper: (lake) => dropRows(slice(lake), ""),
    found: [/changed by something else/],
  },
  {
    what: "rows were taken out of a slice that says it replaced the recorded one",
    tamper: (lake) => dropRows(slice(lake), sha256(readFileSync(slice(lake)))),
    found: [/changed by something else/],
  },
  {
    what: "a slice is a link to a copy",
    tamper: (lake) => {
      const elsewhere = lake.path("..", "elsewhere.parquet");
      copyFileSync(slice(lake), elsewhere);
      const path = slice(lake);
      rmSync(path);
      symlinkSync(elsewhere, path);
    },
    found: [/is a link; TenantTrail does not follow links/],
  },
  {
    what: "a slice of a day without any was added",
    tamper: (lake) => {
      mkdirSync(lake.path("signins", "dt=2026-11-03"));
      copyFileSync(slice(lake), lake.path("signins", "dt=2026-11-03", basename(slice(lake))));
    },
    found: ["signins/dt=2026-11-03/00-24.parquet: stray"],
  },
  {
    what: "a slice was copied to another part of its day",
    tamper: (lake) => copyFileSync(slice(lake), slice(lake).replace("00-24", "00-12")),
    found: [`signins/dt=${first}/00-12.parquet: stray`],
  },
  {
    what: "an entry in the middle was changed",
    tamper: (lake) => edit(lake, 2, /"at":"\d{4}/, '"at":"2025'),
    found: [`${at(2)}: The entry is not the one that entry 3 was written after`],
  },
  {
    what: "the last entry says that there are fewer rows",
    tamper: (lake) => edit(lake, lake.entries.length, /"rows":18/, '"rows":17'),
    found: [/: The slice holds 18 rows; the ledger says 17\.$/],
    withHeads: [/: The slice holds 18 rows/, /is not the one that was seen before: the ledger was rewritten\.$/],
  },
  {
    what: "the last entry says that a tenant has fewer rows",
    tamper: (lake) => edit(lake, lake.entries.length, /"unassigned":18/, '"unassigned":17'),
    found: [
      /^signins\/dt=.*: The slice holds 18 rows of tenant unassigned; the ledger says 17 rows of tenant unassigned\.$/,
    ],
    withHeads: [/The slice holds 18 rows/, /is not the one that was seen before/],
  },
  {
    what: "the last entry says that the rows of a slice end earlier, so that questions would leave it unread",
    tamper: (lake) => edit(lake, lake.entries.length, /"lastMs":\d+/, '"lastMs":1761955200000'),
    found: [/: The slice holds event times from 2026-11-0\dT\S+ to 2026-11-0\dT\S+; the ledger says event times from /],
    withHeads: [/: The slice holds event times/, /is not the one that was seen before/],
  },
  {
    what: "an entry in the middle was deleted",
    tamper: (lake) => rmSync(lake.entries[1] ?? ""),
    found: [`${at(2)}: Entry 2 is missing.`, /: stray$/, /: stray$/],
  },
  {
    what: "two entries changed places",
    tamper: (lake) => {
      const [, one = "", other = ""] = lake.entries;
      renameSync(one, `${one}.tmp`);
      renameSync(other, one);
      renameSync(`${one}.tmp`, other);
    },
    found: [
      /: The entry says of itself that it is number 3/,
      /: The entry says of itself that it is number 2/,
      ...Array<RegExp>(4).fill(/: stray$/),
    ],
  },
  {
    what: "the last entry was deleted",
    tamper: (lake) => rmSync(lake.entries.at(-1) ?? ""),
    found: [/: stray$/, /: stray$/],
    withHeads: [
      /_ledger\/signins: The ledger ends with entry \d+, and entry \d+ was seen before/,
      /: stray$/,
      /: stray$/,
    ],
  },
  {
    what: "a whole older state was put back",
    tamper: (lake) => lake.putBack(1),
    found: [],
    withHeads: [
      /_ledger\/signins: The ledger ends with entry \d+, and entry \d+ was seen before: .* an older state was put back/,
    ],
  },
  {
    what: "older slices were put back and the last entries deleted",
    tamper: (lake) => {
      put(lake, 1);
      const known = new Set(new TamperedLakeEntries(lake.stateRoot(1)).names);
      for (const entry of lake.entries) if (!known.has(basename(entry))) rmSync(entry);
    },
    found: [],
    withHeads: [/The ledger ends with entry \d+, and entry \d+ was seen before/],
  },
  {
    what: "rows were taken out and a checkpoint says so",
    tamper: async (lake) => {
      await dropRows(slice(lake), "");
      const checkpoint = lake.path("_ledger", "signins", "checkpoint.json");
      const newest = sha256(readFileSync(lake.entries.at(-1) ?? ""));
      writeFileSync(checkpoint, JSON.stringify({ format: 1, n: lake.entries.length, head: newest, slices: {} }));
    },
    found: [/changed by something else/],
  },
  {
    what: "a checkpoint that fits the last entry leaves a day out",
    tamper: (lake) => {
      const checkpoint = lake.path("_ledger", "signins", "checkpoint.json");
      const state = fold(lake);
      const slices = new Map([...state.slices].filter(([part]) => !part.includes(days[0])));
      writeFileSync(checkpoint, encodeCheckpoint({ state: { ...state, slices }, version: undefined }));
    },
    found: [/checkpoint\.json: The checkpoint says something else than the entries do/],
  },
  {
    what: "a checkpoint is as the entries say",
    tamper: (lake) => {
      const state = fold(lake);
      const checkpoint = lake.path("_ledger", "signins", "checkpoint.json");
      writeFileSync(checkpoint, encodeCheckpoint({ state, version: undefined }));
    },
    found: [],
  },
  {
    what: "the ledger of the table was deleted",
    tamper: (lake) => rmSync(lake.path("_ledger", "signins"), { recursive: true }),
    found: [`${at(1)}: The ledger is damaged or missing from here on`, ...Array<RegExp>(6).fill(/: stray$/)],
    withHeads: [
      `${at(1)}: The ledger is damaged or missing from here on`,
      /_ledger\/signins: The ledger is gone: \d+ entries of it were seen before\.$/,
      ...Array<RegExp>(6).fill(/: stray$/),
    ],
  },
  {
    what: "the table was deleted with its ledger",
    tamper: (lake) => {
      rmSync(lake.path("_ledger", "signins"), { recursive: true });
      rmSync(lake.path("signins"), { recursive: true });
    },
    found: [],
    withHeads: [/_ledger\/signins: The ledger is gone/],
  },
  {
    what: "rows were taken out and the whole chain was rewritten to say so",
    tamper: async (lake) => {
      const path = slice(lake);
      const recorded = sha256(readFileSync(path));
      await dropRows(path, "");
      const digest = sha256(readFileSync(path));
      const own = `${path.slice(0, path.lastIndexOf("00-24"))}00-24.${digest.slice(0, 16)}.parquet`;
      renameSync(path, own);
      let previous: string | null = null;
      for (const entry of lake.entries) {
        const said = JSON.parse(readFileSync(entry, "utf8"));
        for (const each of said.slices ?? [])
          if (each.after === recorded)
            Object.assign(each, { after: digest, rows: 2, tenants: { unassigned: 2 }, lastMs: each.firstMs });
        const text = `${JSON.stringify({ ...said, previous })}\n`;
        writeFileSync(entry, text);
        previous = sha256(Buffer.from(text));
      }
    },
    // Rows of no tenant may be given one, so the ledger alone does not tell that they became fewer.
    found: [],
    withHeads: [/is not the one that was seen before: the ledger was rewritten/],
  },
];

/** The entries of another state. */
class TamperedLakeEntries {
  readonly names: readonly string[];

  constructor(root: string) {
    const lake = new TamperedLake(states, "other");
    rmSync(lake.root, { recursive: true });
    cpSync(root, lake.root, { recursive: true });
    this.names = lake.entries.map((path) => basename(path));
  }
}

function matches(findings: readonly string[], expected: readonly (string | RegExp)[], what: string): void {
  assert.equal(findings.length, expected.length, `${what}: ${findings.join("\n")}`);
  for (const [index, each] of expected.entries()) {
    const finding = findings[index] ?? "";
    assert.ok(typeof each === "string" ? finding.startsWith(each) : each.test(finding), `${what}: ${finding}`);
  }
}

for (const [index, { what, tamper, found, withHeads = found }] of tamperings.entries())
  test(`verifying a lake says what was done to it: ${what}`, async () => {
    const lake = new TamperedLake(states, `lake-${index}`);
    const { heads } = lake;
    await tamper(lake);
    matches(await lake.verify(), found, what);
    matches(await lake.verify(heads), withHeads, `${what}, with heads`);
  });
