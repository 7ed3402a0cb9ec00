import process from "node:process";

// The lake process as it is when whoever starts it has another umask: `lake-process-under-umask.ts UMASK`, octal.
process.umask(Number.parseInt(process.argv[2] ?? "", 8));
await import("../../../../src/entry/run-lake-process.ts");
