import { type DuckDBConnection, DuckDBScalarFunction, VARCHAR } from "@duckdb/node-api";
import { canonicalSha256 } from "./canonical-json.ts";

/** Makes `canonical_sha256(raw)` known to a connection's instance; it is asked only where observations differ. */
export function registerCanonicalSha256(connection: DuckDBConnection): void {
  connection.registerScalarFunction(
    DuckDBScalarFunction.create({
      name: "canonical_sha256",
      parameterTypes: [VARCHAR],
      returnType: VARCHAR,
      mainFunction: (_info, input, output) => {
        input.getColumnValues(0).forEach((raw, row) => {
          output.setItem(row, canonicalSha256(String(raw)));
        });
        output.flush();
      },
    }),
  );
}
