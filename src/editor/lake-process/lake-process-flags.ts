/**
 * How Node runs the lake process: a small young generation, so that what DuckDB's bindings copied is given back soon
 * and a collection stays within the memory that it has on AWS.
 */
export const lakeProcessFlags: readonly string[] = ["--max-semi-space-size=16"];
