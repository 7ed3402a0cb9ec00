/**
 * A font in which every sign is one box of the same width, so that a page under test is laid out alike on every
 * machine. Tables and their fields: the OpenType specification, https://learn.microsoft.com/typography/opentype/spec/.
 *
 * @param width of a sign as a part of the font's size, for example 0.5.
 * @returns a TrueType file.
 */
export function plainFont(width: number): Buffer {
  const advance = Math.round(width * unitsPerEm);
  const box = glyph(advance);
  const tables: Readonly<Record<string, Buffer>> = {
    "OS/2": os2Table(advance),
    cmap: cmapTable(),
    glyf: box,
    head: headTable(advance),
    hhea: fields(i32(0x00010000), i16(ascent, -descent, 0, advance, 0, 0, advance, 1, 0, 0, 0, 0, 0, 0, 0, glyphs)),
    hmtx: i16(advance, 0, advance, 0),
    // The first glyph, that of signs which a font lacks, is empty.
    loca: i32(0, 0, box.length),
    maxp: fields(i32(0x00010000), i16(glyphs, 4, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0)),
    name: nameTable(),
    post: fields(i32(0x00030000, 0), i16(-100, 50), i32(1, 0, 0, 0, 0)),
  };
  return file(tables);
}

const unitsPerEm = 1000;
const ascent = 930;
const descent = 240;
const glyphs = 2;

function file(tables: Readonly<Record<string, Buffer>>): Buffer {
  const names = Object.keys(tables);
  const power = Math.floor(Math.log2(names.length));
  const head = [i32(0x00010000), i16(names.length, 2 ** power * 16, power, (names.length - 2 ** power) * 16)];
  let offset = 12 + names.length * 16;
  const bodies: Buffer[] = [];
  for (const [name, table] of Object.entries(tables)) {
    const padded = Buffer.concat([table, Buffer.alloc(-table.length & 3)]);
    head.push(Buffer.from(name, "latin1"), i32(checksum(padded), offset, table.length));
    bodies.push(padded);
    offset += padded.length;
  }
  return Buffer.concat([...head, ...bodies]);
}

/** A box on the base line, half as high as a capital, with a little room at its sides. */
function glyph(advance: number): Buffer {
  const [left, right, top] = [60, advance - 60, 500];
  const corners = i16(1, left, 0, right, top, 3, 0);
  const flags = Buffer.from([1, 1, 1, 1]);
  const across = i16(left, 0, right - left, 0);
  const up = i16(0, top, 0, -top);
  return fields(corners, flags, across, up);
}

/** Every sign from the blank to the last one of Unicode is the box. */
function cmapTable(): Buffer {
  const oneForAll = fields(i16(13, 0), i32(28, 0, 1, 0x20, 0x10ffff, 1));
  return fields(i16(0, 1, 3, 10), i32(12), oneForAll);
}

function headTable(advance: number): Buffer {
  const times = Buffer.alloc(16);
  return fields(
    i32(0x00010000, 0x00010000, 0, 0x5f0f3cf5),
    i16(0, unitsPerEm),
    times,
    i16(0, 0, advance, ascent, 0, 8, 2, 1, 0),
  );
}

function os2Table(advance: number): Buffer {
  return fields(
    i16(4, advance, 400, 5, 0, 650, 600, 0, 75, 650, 600, 0, 350, 50, 250, 0),
    Buffer.alloc(10),
    i32(-1, -1, -1, -1),
    Buffer.from("TEST", "latin1"),
    i16(64, 0x20, 0xffff, ascent, -descent, 0, ascent, descent),
    i32(1, 0),
    i16(500, 700, 0, 0x20, 1),
  );
}

function nameTable(): Buffer {
  const family = Buffer.from("Plain", "utf16le").swap16();
  const ids = [1, 2, 4, 6];
  const records = ids.map((id) => i16(3, 1, 0x409, id, family.length, 0));
  return fields(i16(0, ids.length, 6 + ids.length * 12), ...records, family);
}

function fields(...parts: readonly Buffer[]): Buffer {
  return Buffer.concat(parts);
}

/** 16-bit numbers, signed or not. */
function i16(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeUInt16BE(value & 0xffff, index * 2);
  return bytes;
}

/** 32-bit numbers, signed or not. */
function i32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value >>> 0, index * 4);
  return bytes;
}

function checksum(table: Buffer): number {
  let sum = 0;
  for (let at = 0; at < table.length; at += 4) sum = (sum + table.readUInt32BE(at)) >>> 0;
  return sum;
}
