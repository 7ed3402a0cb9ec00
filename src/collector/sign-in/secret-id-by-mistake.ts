/** Whether a client secret has the shape of its id, which people copy by mistake; a secret's value never has. */
export function looksLikeSecretId(secret: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(secret.trim());
}
