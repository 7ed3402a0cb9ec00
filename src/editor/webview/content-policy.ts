/** The toolkit tries an empty style sheet to learn what the browser can do; this hash allows that one and no other. */
const emptySheet = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

/**
 * The Content Security Policy of our pages: scripts by nonce, styles and fonts from our own folder, and nothing else
 * from anywhere. `base-uri` and `form-action` do not fall back to `default-src`.
 *
 * @param source where styles and fonts come from, as the policy writes it.
 */
export function contentPolicy(source: string, nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${source} ${emptySheet}`,
    `font-src ${source}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}
