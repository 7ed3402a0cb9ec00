/**
 * What a lake holds of the lines of a block, by a line's place in it: how many bytes its record has if it came from
 * this line of this very file; 0 where nothing is known.
 */
export type HeldLengths = Int32Array<ArrayBuffer>;

const newline = 0x0a;

/**
 * Gives the lines of some bytes that are to be read, as stretches of whole lines with the number of the first, and
 * answers how many were passed over. A line is passed over when the held record is all of it: one with several records,
 * or with more around its record, is read.
 */
export function readUnheld(
  bytes: Buffer,
  firstLine: number,
  held: HeldLengths,
  read: (lines: Buffer, firstLine: number) => void,
): number {
  let passed = 0;
  let unread = { from: 0, line: firstLine };
  const giveUpTo = (end: number): void => {
    if (end > unread.from) read(bytes.subarray(unread.from, end), unread.line);
  };
  for (let [from, index] = [0, 0]; from < bytes.length; index += 1) {
    const found = bytes.indexOf(newline, from);
    const end = found < 0 ? bytes.length : found;
    const next = end + 1;
    const length = held[index] ?? 0;
    if (length > 0 && length === trimmedLength(bytes, from, end)) {
      giveUpTo(from);
      passed += 1;
      unread = { from: next, line: firstLine + index + 1 };
    }
    from = next;
  }
  giveUpTo(bytes.length);
  return passed;
}

/** How many bytes are left of a line without the blanks around it. */
function trimmedLength(bytes: Buffer, from: number, to: number): number {
  let [start, end] = [from, to];
  while (start < end && isBlank(bytes[start])) start += 1;
  while (end > start && isBlank(bytes[end - 1])) end -= 1;
  return end - start;
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d;
}

/** The texts of at most so many lines at an end of some bytes, from there inward; blank ones are not given. */
export function* someLines(bytes: Buffer, most: number, end: "first" | "last"): Generator<string> {
  let [from, to] = [0, bytes.length];
  for (let count = 0; count < most && from < to; count += 1) {
    const at =
      end === "first" ? bytes.subarray(from, to).indexOf(newline) : bytes.subarray(from, to).lastIndexOf(newline);
    const cut = at < 0 ? undefined : from + at;
    const text = (
      end === "first" ? bytes.subarray(from, cut ?? to) : bytes.subarray((cut ?? from - 1) + 1, to)
    ).toString();
    if (text.trim() !== "") yield text.trim();
    if (cut === undefined) return;
    if (end === "first") from = cut + 1;
    else to = cut;
  }
}
