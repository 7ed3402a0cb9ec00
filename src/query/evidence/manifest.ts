import * as v from "valibot";
import { TenantTrailError } from "../../protocol/errors.ts";
import { evidenceFiles, evidenceFormat } from "./facts/evidence-names.ts";

/** A file of an evidence: its path in it, with `/`. */
export interface ManifestFile {
  readonly path: string;
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** A larger manifest is none of ours, and is not read. */
export const largestManifest = 64 * 1024 * 1024;

/** The text of a manifest: every file of the evidence but itself. */
export function manifestText(
  about: { readonly title: string; readonly exportedAt: string; readonly madeBy: unknown },
  files: readonly ManifestFile[],
): string {
  const { title, exportedAt, madeBy } = about;
  const { name: format, version } = evidenceFormat;
  return `${JSON.stringify({ format, version, title, exportedAt, madeBy, files }, null, 2)}\n`;
}

/** Digests as `sha256sum -c` reads them. Our names have no character that it would escape. */
export function sumsText(files: readonly Pick<ManifestFile, "path" | "sha256">[]): string {
  return files.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join("");
}

/**
 * Where the digests for `sha256sum -c` are not those of the manifest: a reader who checks by hand would be told other
 * things. Undefined when they are the same.
 */
export function differenceOfSums(sums: Uint8Array, named: readonly ManifestFile[]): string | undefined {
  const lines = new Set(
    new TextDecoder()
      .decode(sums)
      .split("\n")
      .filter((line) => line !== ""),
  );
  for (const { path, sha256 } of named)
    if (path !== evidenceFiles.sums && !lines.delete(`${sha256}  ${path}`))
      return `It does not say of ${path} what the manifest does.`;
  return lines.size === 0 ? undefined : `It has ${lines.size} lines that the manifest does not have.`;
}

/** A path that stays where the evidence is, whatever reads it. */
function isPlainPath(path: string): boolean {
  const parts = path.split("/");
  return (
    path !== evidenceFiles.manifest &&
    path.length <= 1000 &&
    parts.every((part) => part !== "" && part !== "." && part !== ".." && !/[\p{Cc}\\:]/u.test(part))
  );
}

const schema = v.object({
  format: v.literal(evidenceFormat.name),
  version: v.number(),
  files: v.array(
    v.object({
      path: v.pipe(v.string(), v.check(isPlainPath)),
      bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
      sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
    }),
  ),
});

/**
 * The files that a manifest names.
 * @throws TenantTrailError `read-failed` for what is none, for a newer version, and for one that names a file twice or
 * one that lies elsewhere.
 */
export function readManifest(bytes: Uint8Array): readonly ManifestFile[] {
  const parsed = v.safeParse(schema, parse(bytes));
  if (!parsed.success) throw noManifest("it is damaged, or names files that lie elsewhere");
  const { version, files } = parsed.output;
  if (version !== evidenceFormat.version)
    throw noManifest(`it is of version ${version}, and this TenantTrail reads version ${evidenceFormat.version}`);
  if (new Set(files.map(({ path }) => path)).size !== files.length) throw noManifest("it names a file twice");
  return files;
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

function noManifest(why: string): TenantTrailError {
  return new TenantTrailError(
    "read-failed",
    `${evidenceFiles.manifest} is no manifest of an investigation that can be read: ${why}. Nothing was checked.`,
  );
}
