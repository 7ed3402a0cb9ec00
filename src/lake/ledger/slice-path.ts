import { type DayPart, parsePartKey } from "./day-part.ts";

const extension = ".parquet";

const digitsInName = 16;

/** `<table>/dt=YYYY-MM-DD/HH-HH.<first 16 of its SHA-256>.parquet` (design: Writing). `key` is the part's. */
export function slicePath(key: string, sha256: string): string {
  return `${key}.${sha256.slice(0, digitsInName)}${extension}`;
}

/** The part that a slice's path lies in; undefined when the path is not a slice's. */
export function parseSlicePath(path: string): DayPart | undefined {
  const [, key] = /^(.+)\.[0-9a-f]{16}\.parquet$/.exec(path) ?? [];
  return key === undefined ? undefined : parsePartKey(key);
}

/**
 * Whether a path is that of a Parquet file, a slice or not. Names are compared as systems without case do. What macOS
 * keeps of a file's attributes beside it, in `._` and the file's name, is none.
 */
export function isParquetPath(path: string): boolean {
  return /\.parquet$/i.test(path) && !/(^|\/)\._[^/]*$/.test(path);
}
