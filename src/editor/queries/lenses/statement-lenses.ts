import {
  type CodeLens,
  type CodeLensProvider,
  Disposable,
  type Event,
  Range,
  type TextDocument,
  type Uri,
} from "vscode";
import { t } from "../../../base/translated.ts";
import type { ScanEstimate } from "../../../protocol/query.ts";
import { fileBounds } from "../../../sqlfile/file-bounds.ts";
import { splitStatements } from "../../../sqlfile/statements.ts";
import { commandIds } from "../../registry/command-ids.ts";
import { lens } from "../../shown/statement-marks.ts";
import { formatCount } from "../../words/plain-amounts.ts";
import type { EngineChoice } from "../engine-choice.ts";
import type { LastValues } from "../last-values.ts";
import { isInOurNotebook, type OurFiles } from "../our-files.ts";
import { headerOf } from "../runnable-statements.ts";
import { rangeOf } from "../statement-diagnostics.ts";
import { runTooltip, runWords, switchTooltip, switchWords } from "./lens-words.ts";
import type { ScanEstimates } from "./scan-estimates.ts";

/**
 * A lens over each statement of our `.sql` files that runs it, with its price where that is Athena's, and one for the
 * other engine where the lake has two.
 */
export class StatementLenses implements CodeLensProvider {
  readonly #files: OurFiles;
  readonly #engines: EngineChoice;
  readonly #estimates: ScanEstimates;
  readonly #last: LastValues;
  readonly onDidChangeCodeLenses: Event<void>;

  /** @param last the values with which the price is reckoned, for the next run begins with them. */
  constructor(files: OurFiles, engines: EngineChoice, estimates: ScanEstimates, last: LastValues) {
    this.#files = files;
    this.#engines = engines;
    this.#estimates = estimates;
    this.#last = last;
    this.onDidChangeCodeLenses = (listener, self) => {
      const told = () => listener.call(self);
      return Disposable.from(
        files.onDidChange(told),
        engines.onDidChange(told),
        estimates.onDidChange(told),
        last.onDidChange(told),
      );
    };
  }

  provideCodeLenses(document: TextDocument): CodeLens[] {
    // A cell of a notebook has the button of its kernel.
    if (!this.#files.has(document) || isInOurNotebook(document)) return [];
    const text = document.getText();
    const { characters, statements } = fileBounds;
    if (text.length > characters) {
      return [
        note(0, t("This file has more than {0} characters: select a statement to run it", formatCount(characters))),
      ];
    }
    const found = splitStatements(text, statements + 1);
    const { declarations } = headerOf(text).declared;
    const withLens = found.slice(0, statements);
    const estimates = this.#estimates.of(
      withLens.map(({ text: sql }) => ({
        sql,
        parameters: declarations,
        params: this.#last.of({ sql, declarations }),
      })),
    );
    const lenses = withLens.flatMap(({ place }, statement) => {
      const range = rangeOf({ line: place.line, column: place.column });
      const estimate = estimates[statement];
      return [this.#run(range, document.uri, statement, estimate), ...this.#switch(range, document.uri, estimate)];
    });
    const next = found[statements];
    const words = t("Only the first {0} statements have a lens: select this one to run it", formatCount(statements));
    return next === undefined ? lenses : [...lenses, note(next.place.line - 1, words)];
  }

  #run(range: Range, uri: Uri, statement: number, estimate: ScanEstimate | undefined): CodeLens {
    const engine = this.#engines.of(uri);
    return lens(range, {
      icon: "play",
      text: runWords(engine, estimate),
      tooltip: runTooltip(engine, estimate),
      command: commandIds.runStatement,
      arguments: [{ uri, statement }],
    });
  }

  #switch(range: Range, uri: Uri, estimate: ScanEstimate | undefined): readonly CodeLens[] {
    const other = this.#engines.other(uri);
    if (other === undefined) return [];
    return [
      lens(range, {
        icon: "arrow-swap",
        text: switchWords(other, estimate),
        tooltip: switchTooltip(other, estimate),
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
