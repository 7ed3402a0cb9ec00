/** What the header of a detection tells a person who looks at its hits. */
export interface ResultGuide {
  readonly severity: "informational" | "low" | "medium" | "high" | "critical";
  /** ATT&CK technique ids. */
  readonly attack: readonly string[];
  /** What a hit means and what to do; a paragraph each. */
  readonly paragraphs: readonly string[];
  /** Titles of the saved queries that it leads to, in their order. */
  readonly next: readonly string[];
}
