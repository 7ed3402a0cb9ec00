import { type CodeLens, type CodeLensProvider, Range, type TextDocument, type Uri } from "vscode";
import { fileBounds } from "../../sqlfile/file-bounds.ts";
import { splitStatements } from "../../sqlfile/statements.ts";
import { commandIds } from "../registry/command-ids.ts";
import { lens } from "../shown/statement-marks.ts";
import { formatCount } from "../words/plain-amounts.ts";
import { type EngineChoice, engineWords } from "./engine-choice.ts";
import type { OurFiles } from "./our-files.ts";
import { rangeOf } from "./statement-diagnostics.ts";

/** A lens over each statement of our `.sql` files that runs it, and one for the other engine where the lake has two. */
export class StatementLenses implements CodeLensProvider {
  readonly #files: OurFiles;
  readonly #engines: EngineChoice;
  readonly onDidChangeCodeLenses: EngineChoice["onDidChange"];

  constructor(files: OurFiles, engines: EngineChoice) {
    this.#files = files;
    this.#engines = engines;
    this.onDidChangeCodeLenses = engines.onDidChange;
  }

  provideCodeLenses(document: TextDocument): CodeLens[] {
    if (!this.#files.has(document)) return [];
    const text = document.getText();
    const { characters, statements } = fileBounds;
    if (text.length > characters) {
      return [note(0, `This file has more than ${formatCount(characters)} characters: select a statement to run it`)];
    }
    const found = splitStatements(text, statements + 1);
    const lenses = found.slice(0, statements).flatMap(({ place }, statement) => {
      const range = rangeOf({ line: place.line, column: place.column });
      return [this.#run(range, document.uri, statement), ...this.#switch(range, document.uri)];
    });
    const next = found[statements];
    const words = `Only the first ${formatCount(statements)} statements have a lens: select this one to run it`;
    return next === undefined ? lenses : [...lenses, note(next.place.line - 1, words)];
  }

  #run(range: Range, uri: Uri, statement: number): CodeLens {
    const engine = this.#engines.of(uri);
    return lens(range, {
      icon: "play",
      text: `Run · ${engineWords(engine)}`,
      tooltip:
        engine === "athena"
          ? "Run this statement on Athena, which charges for what it scans"
          : "Run this statement with DuckDB on the logs of the open lake",
      command: commandIds.runStatement,
      arguments: [{ uri, statement }],
    });
  }

  #switch(range: Range, uri: Uri): readonly CodeLens[] {
    const other = this.#engines.other(uri);
    if (other === undefined) return [];
    return [
      lens(range, {
        icon: "arrow-swap",
        text: `Run on ${engineWords(other)} instead`,
        tooltip: `Statements of this file run on ${engineWords(other)} from now on`,
        command: commandIds.chooseEngine,
        arguments: [{ uri, engine: other }],
      }),
    ];
  }
}

/** Words over a line, counted from 0, that run nothing. */
function note(line: number, text: string): CodeLens {
  return lens(new Range(line, 0, line, 0), { icon: "info", text, tooltip: text, command: "" });
}
