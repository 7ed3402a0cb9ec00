/** The environment variables by which the extension host of the bench finds its lake, and when the editor was started. */
export const lakeVariable = "TENANTTRAIL_BENCH_LAKE";
export const startVariable = "TENANTTRAIL_BENCH_START";

/** The files of the bench in its workspace. */
export const filesOfBench = { oneCell: "one-cell.sql", manyCells: "many-cells.sql", longFile: "sql/long.sql" };

/** The statement in the middle of the long file in which is typed, and the word. */
export const typedWord = "userId";
export const typedStatement = `SELECT ${typedWord}\nFROM signins\nWHERE dt = '2026-11-22'`;
