import type { CodeLens, CodeLensProvider, TextDocument } from "vscode";
import { splitStatements } from "../../sqlfile/statements.ts";
import { commandIds } from "../registry/command-ids.ts";
import { lens } from "../shown/statement-marks.ts";
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
    return splitStatements(document.getText()).map(({ place }, statement) =>
      lens(rangeOf({ line: place.line, column: place.column }), {
        icon: "play",
        text: "Run · this machine",
        tooltip: "Run this statement with DuckDB on the logs of the open lake",
        command: commandIds.runStatement,
        arguments: [{ uri: document.uri, statement }],
      }),
    );
  }
}
