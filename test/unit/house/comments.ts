/** One comment of a file, its lines joined by blanks. */
export interface Comment {
  /** 1-based. */
  readonly line: number;
  readonly text: string;
}

const blocks = /\/\*[\s\S]*?\*\/|(?:^[ \t]*(?:\/\/|--).*\n?)+|(?<=[;,{(] )\/\/.*$/gm;

const marks = /^[ \t]*(?:\/\*+|\*\/|\*|\/\/|--)|\*\/$/gm;

/** The comments of TypeScript, JavaScript, CSS or SQL. */
export function commentsOf(text: string): readonly Comment[] {
  return [...text.matchAll(blocks)].map(({ 0: whole, index }) => ({
    line: text.slice(0, index).split("\n").length,
    text: whole.replace(marks, "").replace(/\s+/g, " ").trim(),
  }));
}
