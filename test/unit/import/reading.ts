import { mkdtempSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import type { ImportRecord, RejectedText } from "../../../src/import/formats/import-record.ts";
import { type FileReading, type ReadFileOptions, readFile } from "../../../src/import/read-file.ts";
import { UnreadLines } from "../../../src/import/read-lines.ts";

/** What a file gave, gathered. */
export interface WholeReading {
  readonly member: string | null;
  readonly format: string;
  readonly records: readonly ImportRecord[];
  readonly rejected: readonly RejectedText[];
}

export async function gather(reading: FileReading): Promise<WholeReading> {
  if (reading.kind === "refused")
    return { member: reading.member, format: `refused: ${reading.error.message}`, records: [], rejected: [] };
  const records: ImportRecord[] = [];
  const rejected: RejectedText[] = [];
  for await (const part of reading.batches) {
    for (const item of part instanceof UnreadLines ? part.readAll().flat() : part) {
      if (item.kind === "record") records.push(item.record);
      else {
        const { line, reason, text, base64 } = item;
        rejected.push({ line, reason, text, ...(base64 !== undefined && { base64 }) });
      }
    }
  }
  return { member: reading.member, format: reading.format, records, rejected };
}

export async function readAll(path: string, options: ReadFileOptions = {}): Promise<readonly WholeReading[]> {
  const readings: WholeReading[] = [];
  for await (const reading of readFile(path, options)) readings.push(await gather(reading));
  return readings;
}

/** Reads a file that gives exactly one reading. */
export async function readOne(path: string, options: ReadFileOptions = {}): Promise<WholeReading> {
  const [reading, ...others] = await readAll(path, options);
  if (reading === undefined || others.length > 0) throw new Error(`${path} gave ${others.length + 1} readings`);
  return reading;
}

export function fixture(name: string): string {
  return fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));
}

/** A folder that is removed when the test ends. */
export function scratch(t: TestContext): (name: string, content: string | Uint8Array) => string {
  const folder = mkdtempSync(join(tmpdir(), "tenanttrail-import-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return (name, content) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
}

/** A sign-in as Graph beta gives it. */
export function signIn(id: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { id, createdDateTime: "2026-03-01T00:58:41.2Z", signInEventTypes: ["interactiveUser"], ...more };
}
