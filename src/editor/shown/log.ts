import { type Disposable, window } from "vscode";
import { onOneLine } from "../words/plain-text.ts";

/** The extension's log, where every entry is a line and none can pass for another. */
export interface Log extends Disposable {
  info(line: string): void;
  warn(line: string): void;
  error(error: unknown): void;
  show(): void;
}

export function openLog(name: string): Log {
  const channel = window.createOutputChannel(name, { log: true });
  return {
    info: (line) => channel.info(onOneLine(line)),
    warn: (line) => channel.warn(onOneLine(line)),
    error: (error) => channel.error(errorLines(error)),
    show: () => channel.show(),
    dispose: () => channel.dispose(),
  };
}

/** A failure's words on one line, then where it came from, a call a line. */
function errorLines(error: unknown): string {
  if (!(error instanceof Error)) return onOneLine(String(error));
  const words = `${error.name}: ${error.message}`;
  // A stack begins with the message, whose lines may look like calls.
  const stack = error.stack ?? "";
  const calls = stack.startsWith(words) ? stack.slice(words.length) : "";
  const lines = calls.split("\n").filter((line) => /^\s+at /.test(line));
  return [words, ...lines].map(onOneLine).join("\n");
}
