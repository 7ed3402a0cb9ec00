declare module "world-atlas/countries-110m.json" {
  import type { GeometryCollection, Topology } from "topojson-specification";

  const atlas: Topology<{ countries: GeometryCollection<{ name: string }> }>;
  // biome-ignore lint/style/noDefaultExport: a file of JSON is imported by its default
  export default atlas;
}
