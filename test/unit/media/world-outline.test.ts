import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import type { ChartSubject } from "../../../media/shared/chart/chart-labels.ts";
import { chartNotes } from "../../../media/shared/chart/chart-notes.ts";
import { countryCode, countryName, mappedCountries } from "../../../media/shared/chart/map/mapped-countries.ts";
import { countryCodes } from "../../../media/shared/chart/map-option.ts";
import type { GroupedChart } from "../../../src/protocol/chart/chart-data.ts";

interface Atlas {
  readonly objects: {
    readonly countries: {
      readonly geometries: readonly { readonly id?: string; readonly properties: { readonly name: string } }[];
    };
  };
}

test("every country of the outline has a code, which is of that country", async () => {
  const atlas = JSON.parse(
    await readFile(new URL("../../../node_modules/world-atlas/countries-110m.json", import.meta.url), "utf8"),
  ) as Atlas;
  const codes = atlas.objects.countries.geometries.map(({ id, properties }) => [
    properties.name,
    countryCode(id, properties.name),
  ]);
  assert.deepEqual(
    codes.filter(([, code]) => code === undefined).map(([name]) => name),
    ["N. Cyprus", "Somaliland"],
  );
  const known = new Map(codes.map(([name, code]) => [name, code]));
  const expected = {
    Germany: "DE",
    Netherlands: "NL",
    "United Kingdom": "GB",
    "United States of America": "US",
    Kosovo: "XK",
    "South Korea": "KR",
    "North Korea": "KP",
    Niger: "NE",
    Nigeria: "NG",
    Austria: "AT",
    Australia: "AU",
  };
  for (const [name, code] of Object.entries(expected)) assert.equal(known.get(name), code, name);
  assert.equal(new Set(codes.map(([, code]) => code)).size, mappedCountries.size + 2);
  for (const code of mappedCountries) assert.ok(countryName(code), code);
});

test("what the map has no room for is not on it: Antarctica, and a second way to write a country", () => {
  const keys = ["US", "us", "AQ", "SG", "NL"].map((value) => ({ kind: "value", value }) as const);
  const data: GroupedChart = {
    kind: "grouped",
    rows: 5,
    axis: { kind: "category", keys },
    series: [{ measure: 0, values: [1, 2, 3, 4, 5] }],
    left: { placeless: 0, measures: [] },
    isOneRowEach: true,
  };
  assert.deepEqual(countryCodes(data), ["US", undefined, undefined, undefined, "NL"]);
  const subject: ChartSubject = {
    chart: { type: "map", x: 0, measures: [{ aggregate: "count" }] },
    columns: [{ name: "country", type: "varchar", kind: "text" }],
    clock: "utc",
  };
  assert.match(chartNotes(data, subject).join(), /Not on the map: us United States \(2\), AQ Antarctica \(3\)/);
});

test("what is no code of a country has no name", () => {
  assert.deepEqual(
    ["nl", "Netherlands", "", "QZ", "S1"].map(countryName),
    Array.from({ length: 5 }, () => undefined),
  );
});
