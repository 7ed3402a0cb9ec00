/**
 * Reads the quotes of one line of CSV (RFC 4180): whether a quoted field is still open at its end, closed, or the
 * quotes do not fit (a quote inside an unquoted field, or text behind a closing one).
 */
export function readQuotes(line: string, startsOpen: boolean, delimiter: string): "open" | "closed" | "broken" {
  const text = line.endsWith("\r") ? line.slice(0, -1) : line;
  let isOpen = startsOpen;
  let at = 0;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return isOpen ? "open" : "closed";
    at = quote + 1;
    if (!isOpen) {
      if (quote > 0 && text[quote - 1] !== delimiter) return "broken";
      isOpen = true;
    } else if (text[at] === '"') {
      at += 1;
    } else {
      if (at < text.length && text[at] !== delimiter) return "broken";
      isOpen = false;
    }
  }
}
