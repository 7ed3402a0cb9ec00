import { join } from "node:path";
import { TenantTrailError } from "../../../protocol/errors.ts";
import type { KeptPlace } from "../../../protocol/evidence/kept-result.ts";

/**
 * The two files of a kept result.
 * @throws TenantTrailError `bad-argument` for a name that leads elsewhere.
 */
export function keptFiles({ folder, name }: KeptPlace): { readonly rows: string; readonly about: string } {
  if (!/^[a-z0-9][a-z0-9-]{0,99}$/.test(name))
    throw new TenantTrailError("bad-argument", "The name of a kept result has small letters, digits and hyphens only.");
  return { rows: join(folder, `${name}.parquet`), about: join(folder, `${name}.json`) };
}
