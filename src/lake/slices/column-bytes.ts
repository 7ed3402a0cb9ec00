import { open } from "node:fs/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import { literal } from "../../duckdb/database.ts";
import type { TableName } from "../../protocol/tables.ts";
import { fieldIds } from "../../tables/schema/field-ids.ts";

/** The length of the footer, and `PAR1`. */
const endBytes = 8;

/** What each column of a slice's file takes, compressed, by its field id: the first number is that of id 1. */
export async function readColumnBytes(connection: DuckDBConnection, table: TableName, file: string): Promise<number[]> {
  const reader = await connection.runAndReadAll(
    `SELECT split_part(path_in_schema, ', ', 1) AS name, sum(total_compressed_size)::DOUBLE
     FROM parquet_metadata(${literal(file)}) GROUP BY name`,
  );
  return bytesByFieldId(
    table,
    reader.getRowsJS().map(([name, bytes]) => ({ name: String(name), bytes: Number(bytes) })),
  );
}

/**
 * The same as `readColumnBytes`, of a file that was written just now: DuckDB takes ten times as long, which is a tenth
 * of what a small slice costs. The footer is Parquet's `FileMetaData` in Thrift's compact protocol
 * (https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift,
 * https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md).
 *
 * @throws RangeError when the file has no such footer; what the system says when it cannot be read.
 */
export async function writtenColumnBytes(table: TableName, file: string): Promise<number[]> {
  return bytesByFieldId(table, chunksOf(new Compact(await readFooterBytes(file))));
}

/** The sums of the chunks of each column, by its field id; names that are no column's count nowhere. */
function bytesByFieldId(
  table: TableName,
  chunks: Iterable<{ readonly name: string; readonly bytes: number }>,
): number[] {
  const sums: number[] = [];
  for (const { name, bytes } of chunks) {
    const id = fieldIds[table][name.toLowerCase()];
    if (id !== undefined) sums[id - 1] = (sums[id - 1] ?? 0) + bytes;
  }
  return Array.from(sums, (sum) => sum ?? 0);
}

async function readFooterBytes(file: string): Promise<Buffer> {
  const handle = await open(file, "r");
  try {
    const { size } = await handle.stat();
    const end = Buffer.alloc(endBytes);
    await handle.read(end, 0, endBytes, size - endBytes);
    const footer = Buffer.alloc(end.readUInt32LE(0));
    await handle.read(footer, 0, footer.length, size - endBytes - footer.length);
    return footer;
  } finally {
    await handle.close();
  }
}

interface Chunk {
  readonly name: string;
  readonly bytes: number;
}

/** The column chunks of all row groups: `FileMetaData.row_groups`, `RowGroup.columns`, `ColumnChunk.meta_data`. */
function chunksOf(footer: Compact): readonly Chunk[] {
  const chunks: Chunk[] = [];
  const columnChunk = (id: number): boolean => {
    if (id !== 3) return false;
    let [name, bytes] = ["", 0];
    footer.struct((field) => {
      // path_in_schema and total_compressed_size
      if (field === 3) name = footer.texts()[0] ?? "";
      else if (field === 7) bytes = footer.zigzag();
      else return false;
      return true;
    });
    chunks.push({ name, bytes });
    return true;
  };
  const rowGroup = (id: number): boolean => id === 1 && footer.structs(columnChunk);
  footer.struct((id) => id === 4 && footer.structs(rowGroup));
  return chunks;
}

/** Told the id of a field whose value comes next. Answers whether it has read it; else it is passed over. */
type OnField = (id: number) => boolean;

/** Types of the compact protocol. */
const [isTrue, isFalse, byte, double, binary, list, set, map, structure] = [1, 2, 3, 7, 8, 9, 10, 11, 12];

/** Reads Thrift's compact protocol. */
class Compact {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  struct(onField: OnField): void {
    for (let [id, header] = [0, this.#byte()]; header !== 0; header = this.#byte()) {
      const delta = header >> 4;
      id = delta === 0 ? this.zigzag() : id + delta;
      if (!onField(id)) this.#skip(header & 15);
    }
  }

  /** Reads a list of structs, whose fields `onField` is told of; answers true. */
  structs(onField: OnField): true {
    const { count } = this.#list();
    for (let n = 0; n < count; n += 1) this.struct(onField);
    return true;
  }

  texts(): readonly string[] {
    const { count } = this.#list();
    return Array.from({ length: count }, () => {
      const [length, from] = [this.#varint(), this.#at];
      this.#at += length;
      return this.#bytes.toString("utf8", from, this.#at);
    });
  }

  /** A signed number of at most 53 bits. */
  zigzag(): number {
    const value = this.#varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  #skip(type: number): void {
    if (type === isTrue || type === isFalse) return;
    if (type === byte) this.#at += 1;
    else if (type === double) this.#at += 8;
    else if (type === binary) this.#pass(this.#varint());
    else if (type === structure) this.struct(() => false);
    else if (type === list || type === set) {
      const { count, of } = this.#list();
      for (let n = 0; n < count; n += 1) this.#skip(of === isTrue || of === isFalse ? byte : of);
    } else if (type === map) throw new RangeError("A Parquet footer has no maps");
    else this.#varint();
  }

  #pass(bytes: number): void {
    this.#at += bytes;
  }

  #list(): { readonly count: number; readonly of: number } {
    const header = this.#byte();
    const short = header >> 4;
    return { of: header & 15, count: short === 15 ? this.#varint() : short };
  }

  #varint(): number {
    let [value, scale] = [0, 1];
    for (;;) {
      const next = this.#byte();
      value += (next & 127) * scale;
      if (next < 128) return value;
      scale *= 128;
    }
  }

  #byte(): number {
    const value = this.#bytes[this.#at];
    if (value === undefined) throw new RangeError("A Parquet footer ends early");
    this.#at += 1;
    return value;
  }
}
