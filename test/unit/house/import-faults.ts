import { everywhere, type Place } from "./allowed-imports.ts";
import type { Import } from "./read-imports.ts";

export interface BrokenRule extends Import {
  readonly why: string;
}

/** Imports of what is listed below, which wait to be mended. The list may only become shorter. */
export const importsToMend: readonly Import[] = [];

/** Imports that no place allows, but for those that are known. */
export function importFaults(
  places: readonly Place[],
  imports: readonly Import[],
  known: readonly Import[],
): readonly BrokenRule[] {
  const allowed = new Set(known.map(({ from, to }) => `${from} ${to}`));
  return imports.flatMap(({ from, to }) => {
    const why = allowed.has(`${from} ${to}`) ? undefined : faultOf(places, from, to);
    return why === undefined ? [] : [{ from, to, why }];
  });
}

/** What a place may import though none of its files does, as `from` the place `to` what it may import. */
export function unusedAllowances(places: readonly Place[], imports: readonly Import[]): readonly Import[] {
  const used = new Set(imports.map(({ from, to }) => `${placeOf(places, from)?.place} ${targetOf(places, to)}`));
  return places.flatMap(({ place, may }) =>
    may.filter((to) => !used.has(`${place} ${to}`)).map((to) => ({ from: place, to })),
  );
}

function faultOf(places: readonly Place[], from: string, to: string): string | undefined {
  const place = placeOf(places, from);
  if (place === undefined) return "the file lies in no place that is listed.";
  const target = targetOf(places, to);
  if (target === undefined) return "it lies in no place that is listed.";
  if (target === place.place || target === everywhere || place.may.includes(target)) return undefined;
  return `${place.place} may not import ${target}.`;
}

/** What the list calls an imported thing: the place of a file, or the name of a built-in or package. */
function targetOf(places: readonly Place[], to: string): string | undefined {
  return /^(?:src|media|test|scripts)\//.test(to) ? placeOf(places, to)?.place : to;
}

/** The place of a file: the longest that fits. */
export function placeOf(places: readonly Place[], file: string): Place | undefined {
  return places
    .filter(({ place }) =>
      place.endsWith("*") ? file.startsWith(place.slice(0, -1)) : file === place || file.startsWith(`${place}/`),
    )
    .sort((a, b) => b.place.length - a.place.length)[0];
}
