const escapes = /(?:\\u[dD][89a-fA-F][0-9a-fA-F]{2})+|\\./g;

/**
 * JSON text without escapes of half a surrogate pair (`\ud800`): JSON allows them, DuckDB does not, and a hostile user
 * agent must not keep a whole batch out. Text that has none is returned as it is.
 */
export function wellFormedJson(json: string): string {
  if (!/\\u[dD][89a-fA-F]/.test(json)) return json;
  return json.replace(escapes, (found) => {
    if (found.length < 6) return found;
    const text: unknown = JSON.parse(`"${found}"`);
    if (typeof text !== "string" || text.isWellFormed()) return found;
    return JSON.stringify(text.toWellFormed()).slice(1, -1);
  });
}
