const loopback = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** True for an address that a browser shows: HTTPS, or HTTP on this machine, where a simulated Microsoft may run. */
export function opensInBrowser(url: string): boolean {
  const address = URL.parse(url);
  if (address === null) return false;
  return address.protocol === "https:" || (address.protocol === "http:" && loopback.has(address.hostname));
}
