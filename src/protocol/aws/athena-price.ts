/**
 * What Athena charges for what a query scans: dollars for each TB, rounded up to a megabyte, at least 10 MB a query
 * (https://aws.amazon.com/athena/pricing/, us-east-1, read in November 2026; a few regions ask more).
 */
const dollarsOfTerabyte = 5;
const [megabyte, terabyte] = [1_000_000, 1_000_000_000_000];
const leastBytes = 10 * megabyte;

/** About what a query that scans so many bytes costs, in US dollars; nothing for one that scans none. */
export function athenaPrice(scannedBytes: number): number {
  if (scannedBytes <= 0) return 0;
  const charged = Math.max(Math.ceil(scannedBytes / megabyte) * megabyte, leastBytes);
  return (charged / terabyte) * dollarsOfTerabyte;
}

/** A price as people read it: `0.005 ¢`, `1.2 ¢`, `$12.40`. */
export function priceWords(dollars: number): string {
  if (dollars >= 1) return `$${dollars.toFixed(2)}`;
  return `${Number((dollars * 100).toPrecision(2))} ¢`;
}

/** Bytes as Athena counts them: `14 MB`, `1.2 TB`. */
export function scannedWords(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let [amount, unit] = [bytes, 0];
  while (amount >= 1000 && unit < units.length - 1) {
    amount /= 1000;
    unit++;
  }
  return `${amount >= 10 || unit === 0 ? Math.round(amount) : amount.toFixed(1)} ${units[unit]}`;
}
