import fc from "fast-check";

/** One change at a place, which is a share of the length: 0 its beginning, 1 its end. */
interface Change<Part> {
  readonly at: number;
  readonly removed: number;
  readonly put: readonly Part[];
}

/** Known inputs after a few changes each: parts are removed, and others put in. */
export function mutants<Part>(known: readonly (readonly Part[])[], part: fc.Arbitrary<Part>): fc.Arbitrary<Part[]> {
  const change: fc.Arbitrary<Change<Part>> = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    removed: fc.oneof(fc.nat(4), fc.nat(1000)),
    put: fc.array(part, { maxLength: 4 }),
  });
  return fc.tuple(fc.constantFrom(...known.keys()), fc.array(change, { maxLength: 6 })).map(([index, changes]) => {
    const parts = [...(known[index] ?? [])];
    for (const { at, removed, put } of changes) parts.splice(Math.round(at * parts.length), removed, ...put);
    return parts;
  });
}

/** A value of JSON in which a few values and keys are others. */
export function jsonMutants(known: readonly unknown[]): fc.Arbitrary<unknown> {
  const hostile = fc.oneof(
    fc.constantFrom<unknown>(null, true, -1, 0.5, 1e308, "", "__proto__", "../x", [], {}, "2026-11-22T00:00:00Z"),
    fc.jsonValue(),
  );
  const key = fc.constantFrom("constructor", "toString", "n", "tenants", "2026-11-22", "\u202E");
  return fc
    .tuple(fc.constantFrom(...known), fc.array(fc.tuple(fc.nat(), hostile, fc.option(key)), { maxLength: 4 }))
    .map(([value, changes]) =>
      changes.reduce<unknown>((changed, [at, put, name]) => replaced(changed, at, put, name), value),
    );
}

/** The value with one of its parts, by a number, in its place another; with `name` under another key. */
function replaced(value: unknown, at: number, put: unknown, name: string | null): unknown {
  if (typeof value !== "object" || value === null) return put;
  const entries: [string, unknown][] = Object.entries(value);
  const index = at % (entries.length + 1);
  const [key, inner] = entries[index] ?? [name ?? "added", undefined];
  const changed = inner === undefined || name !== null ? put : replaced(inner, Math.trunc(at / 7), put, name);
  if (Array.isArray(value)) return value.toSpliced(index, 1, changed);
  return Object.fromEntries([...entries.filter(([each]) => each !== key), [name ?? key, changed]]);
}
