import { type CodeLens, type CodeLensProvider, Range, type TextDocument } from "vscode";
import { fileBounds } from "../../sqlfile/file-bounds.ts";
import { splitStatements } from "../../sqlfile/statements.ts";
import { commandIds } from "../registry/command-ids.ts";
import { lens } from "../shown/statement-marks.ts";
import { formatCount } from "../words/plain-amounts.ts";
import type { OurFiles } from "./our-files.ts";
import { rangeOf } from "./statement-diagnostics.ts";

/** A lens over each statement of our `.sql` files that runs it. */
export class StatementLenses implements CodeLensProvider {
  readonly #files: OurFiles;

  constructor(files: OurFiles) {
    this.#files = files;
  }

  provideCodeLenses(document: TextDocument): CodeLens[] {
    if (!this.#files.has(document)) return [];
    const text = document.getText();
    const { characters, statements } = fileBounds;
    if (text.length > characters) {
      return [note(0, `This file has more than ${formatCount(characters)} characters: select a statement to run it`)];
    }
    const found = splitStatements(text, statements + 1);
    const lenses = found.slice(0, statements).map(({ place }, statement) =>
      lens(rangeOf({ line: place.line, column: place.column }), {
        icon: "play",
        text: "Run · this machine",
        tooltip: "Run this statement with DuckDB on the logs of the open lake",
        command: commandIds.runStatement,
        arguments: [{ uri: document.uri, statement }],
      }),
    );
    const next = found[statements];
    const words = `Only the first ${formatCount(statements)} statements have a lens: select this one to run it`;
    return next === undefined ? lenses : [...lenses, note(next.place.line - 1, words)];
  }
}

/** Words over a line, counted from 0, that run nothing. */
function note(line: number, text: string): CodeLens {
  return lens(new Range(line, 0, line, 0), { icon: "info", text, tooltip: text, command: "" });
}
