import { readdirSync, readFileSync } from "node:fs";
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
export function savedQueries(): readonly SavedQuery[] {
  const root = fileURLToPath(new URL("../../../sql/", import.meta.url));
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".sql"));
  return paths.sort().map((path) => {
    const text = readFileSync(join(root, path), "utf8");
    const name = path.replaceAll("\\", "/").slice(0, -".sql".length);
    return { name, text, block: readHeader(text), statements: splitStatements(text).map((each) => each.text) };
  });
}
