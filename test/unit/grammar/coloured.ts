import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import oniguruma from "vscode-oniguruma";
import textmate from "vscode-textmate";

/** A stretch of one line and what it is coloured as. */
export interface ColouredPiece {
  readonly text: string;
  readonly scopes: readonly string[];
}

/**
 * YAML that is read greedily: a list that is open takes everything, as in VS Code's own grammar. What the header embeds
 * must end with the header all the same.
 */
const greedyYaml = {
  scopeName: "source.yaml",
  patterns: [
    { begin: "\\[", end: "\\]", name: "meta.flow-sequence.yaml" },
    { match: "^\\w+(?=:)", name: "entity.name.tag.yaml" },
  ],
  repository: {},
};

const own = new URL("../../../media/language/trino-sql.tmLanguage.json", import.meta.url);

/** What VS Code colours a text with, line by line. */
export async function trinoColours(): Promise<(text: string) => readonly (readonly ColouredPiece[])[]> {
  const wasm = createRequire(import.meta.url).resolve("vscode-oniguruma/release/onig.wasm");
  const bytes = readFileSync(wasm);
  await oniguruma.loadWASM(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (name) => {
      if (name === "source.yaml") return textmate.parseRawGrammar(JSON.stringify(greedyYaml), "yaml.json");
      return name === "source.sql.trino" ? textmate.parseRawGrammar(readFileSync(own, "utf8"), own.pathname) : null;
    },
  });
  const grammar = await registry.loadGrammar("source.sql.trino");
  if (grammar === null) throw new Error("the grammar is gone");
  return (text) => {
    let state = textmate.INITIAL;
    return text.split(/\r\n|\n/).map((line) => {
      const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
      state = ruleStack;
      return tokens.map(({ startIndex, endIndex, scopes }) => ({ text: line.slice(startIndex, endIndex), scopes }));
    });
  };
}
