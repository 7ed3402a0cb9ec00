import type { Stretch } from "./collector.ts";

/** Stretches in the order of time, those that touch or overlap made one. */
export function joinStretches(stretches: readonly Stretch[]): readonly Stretch[] {
  const joined: Stretch[] = [];
  for (const { from, to } of [...stretches].sort((a, b) => Date.parse(a.from) - Date.parse(b.from))) {
    const last = joined.at(-1);
    if (last === undefined || Date.parse(from) > Date.parse(last.to)) joined.push({ from, to });
    else if (Date.parse(to) > Date.parse(last.to)) joined[joined.length - 1] = { from: last.from, to };
  }
  return joined;
}
