import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readHeader } from "../../../src/sqlfile/header.ts";
import type { HeaderBlock } from "../../../src/sqlfile/header-types.ts";
import { splitStatements } from "../../../src/sqlfile/statements.ts";

export interface SavedQuery {
  /** Path below `sql/` without the extension, for example `health/sources`. */
  readonly name: string;
  readonly text: string;
  readonly block: HeaderBlock | undefined;
  readonly statements: readonly string[];
}

/** Every bundled query, in order of its path. */
export async function savedQueries(): Promise<readonly SavedQuery[]> {
  const root = fileURLToPath(new URL("../../../sql/", import.meta.url));
  const paths = (await readdir(root, { recursive: true })).filter((path) => path.endsWith(".sql")).sort();
  return Promise.all(
    paths.map(async (path) => {
      const text = await readFile(join(root, path), "utf8");
      const name = path.replaceAll("\\", "/").slice(0, -".sql".length);
      return { name, text, block: readHeader(text), statements: splitStatements(text).map((each) => each.text) };
    }),
  );
}
