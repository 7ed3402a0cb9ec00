// Writes docs/tables.md from src/tables/; run with Node 24: npx node scripts/write-table-reference.mjs
import { mkdir, writeFile } from "node:fs/promises";
import { tableReference } from "../src/tables/reference.ts";

const folder = new URL("../docs/", import.meta.url);
await mkdir(folder, { recursive: true });
await writeFile(new URL("tables.md", folder), tableReference());
