/** The files that every evidence has; docs/evidence.md tells what is in them. */
export const evidenceFiles = {
  manifest: "manifest.json",
  sums: "SHA256SUMS",
  page: "investigation.html",
  facts: "investigation.json",
  slices: "slices.sha256",
  readme: "README.txt",
} as const;

/** What `format` of a manifest says, and the only version there is. */
export const evidenceFormat = { name: "tenanttrail-evidence", version: 1 } as const;

const longestName = 48;

/** `results/03-password-spray`: a name that every file system takes and that leads nowhere else. */
export function resultName(number: number, title: string): string {
  return `results/${String(number).padStart(2, "0")}${slug(title)}`;
}

/** The name under which a file of the investigation is kept: its own, as far as every file system takes it. */
export function keptFileName(name: string): string {
  const plain = slug(name.replace(/\.[a-z0-9]+$/i, "")).slice(1) || "file";
  return `files/${plain}.sql`;
}

function slug(title: string): string {
  const words = title
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, longestName)
    .replace(/^-+|-+$/g, "");
  return words === "" ? "" : `-${words}`;
}
