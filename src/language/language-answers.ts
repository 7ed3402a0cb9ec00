/** What is answered about a file; `start` and `end` are UTF-16 offsets in it, `end` excluded. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** What a completion stands for; the editor draws an icon for each. */
export type ItemKind = "table" | "view" | "column" | "field" | "function" | "keyword" | "parameter" | "value" | "key";

/** Something that can be typed at the cursor. */
export interface Item {
  readonly label: string;
  readonly kind: ItemKind;
  /** Beside the label: a type, or the name that is inserted in place of another's. */
  readonly detail?: string;
  /** What it is, as plain text. */
  readonly documentation?: string;
  /** What is written where it is not the label. */
  readonly insert?: string;
  /** How near it stands to what is wanted: 0 comes first. */
  readonly rank: number;
}

/** The items at a place, and the stretch that a chosen one replaces. */
export interface Completion {
  readonly items: readonly Item[];
  readonly replaces: TextRange;
}

export interface Hover extends TextRange {
  /** The thing itself, as SQL or a word. */
  readonly heading: string;
  /** What it is, as plain text; paragraphs have a blank line between them. */
  readonly text: string;
}

/** A change of the file that mends a finding. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly (TextRange & { readonly text: string })[];
}

export interface Finding extends TextRange {
  readonly severity: "error" | "warning" | "information" | "hint";
  readonly message: string;
  /** Which kind of finding it is, for settings and tests. */
  readonly code: string;
  readonly fixes: readonly Fix[];
}

export interface SignatureHelp {
  readonly signatures: readonly {
    readonly label: string;
    readonly documentation: string;
    /** Where each parameter stands in the label. */
    readonly parameters: readonly TextRange[];
  }[];
  readonly active: number;
  readonly activeParameter: number;
}

/** An entry of the outline. */
export interface Outline extends TextRange {
  readonly name: string;
  readonly detail: string;
  readonly kind: "header" | "statement" | "query" | "parameter";
  /** The part that names it. */
  readonly named: TextRange;
  readonly children: readonly Outline[];
}
