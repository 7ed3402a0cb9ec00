import { feature } from "topojson-client";
import atlas from "world-atlas/countries-110m.json";
import { antarctica, countryCode } from "./mapped-countries.ts";

type Ring = readonly (readonly number[])[];

/** A country's outline, as ECharts takes it. */
interface Outline {
  readonly type: "Feature";
  /** The country's code of two letters. */
  readonly properties: { readonly name: string };
  readonly geometry: { readonly type: "MultiPolygon"; readonly coordinates: readonly (readonly Ring[])[] };
}

export interface WorldOutline {
  readonly type: "FeatureCollection";
  readonly features: readonly Outline[];
}

/** The outlines of the countries (Natural Earth, public domain, 1:110,000,000), named by their codes. */
export function worldOutline(): WorldOutline {
  const { features } = feature(atlas, atlas.objects.countries);
  return {
    type: "FeatureCollection",
    features: features.flatMap(({ id, properties, geometry }): Outline[] => {
      // What has no code is drawn, and never has a value.
      const name = countryCode(id === undefined ? undefined : String(id), properties.name) ?? "";
      if (name === antarctica || (geometry.type !== "Polygon" && geometry.type !== "MultiPolygon")) return [];
      const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
      const coordinates = polygons.map((rings) => rings.map(unbroken));
      return [{ type: "Feature", properties: { name }, geometry: { type: "MultiPolygon", coordinates } }];
    }),
  };
}

/** A ring over the 180th meridian goes on beyond it, where else it would run back around the world. */
function unbroken(ring: Ring): Ring {
  let turns = 0;
  return ring.map(([longitude = 0, latitude = 0], at) => {
    const [before = longitude] = ring[at - 1] ?? [];
    if (Math.abs(longitude - before) > 180) turns += longitude < before ? 360 : -360;
    return [longitude + turns, latitude];
  });
}
