import { BOOLEAN, type DuckDBConnection, DuckDBScalarFunction, VARCHAR } from "@duckdb/node-api";
import { canonicalSha256 } from "./canonical-json.ts";
import { completesState } from "./current-state.ts";

/**
 * Makes `canonical_sha256(raw)` and `completes_state(poll, item)` known to a connection's instance; they are asked only
 * where observations differ.
 */
export function registerMergeFunctions(connection: DuckDBConnection): void {
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
  connection.registerScalarFunction(
    DuckDBScalarFunction.create({
      name: "completes_state",
      parameterTypes: [VARCHAR, VARCHAR],
      returnType: BOOLEAN,
      mainFunction: (_info, input, output) => {
        const items = input.getColumnValues(1);
        input.getColumnValues(0).forEach((poll, row) => {
          output.setItem(row, completesState(String(poll), String(items[row])));
        });
        output.flush();
      },
    }),
  );
}
