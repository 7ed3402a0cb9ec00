import { Ledger } from "../../../../src/lake/ledger/ledger.ts";
import { FolderStorage } from "../../../../src/lake/storage/folder-storage.ts";

const [root = ""] = process.argv.slice(2);
const storage = new FolderStorage(root);
// Several tables are read at once.
const ledgers = Array.from({ length: 6 }, () => new Ledger(storage, "signins"));
const [whole] = await Promise.all(ledgers.map((ledger) => ledger.readWhole()));
const entries = (await storage.list("_ledger/signins/", { shallow: true })).filter(({ path }) =>
  /\d\.json$/.test(path),
);
await storage.remove(entries.map(({ path }) => path));
const left = (await storage.names("_ledger/signins/", { shallow: true })).filter((path) => /\d\.json$/.test(path));
process.stdout.write(JSON.stringify({ n: whole?.state.n, listed: entries.length, left: left.length }));
