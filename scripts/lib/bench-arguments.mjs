/**
 * Every bench, in the order in which they run: its file in `test/bench/`, the options that it knows, and whether it
 * prints figures that the project has promised to keep (`--figures`). Those that it does not name take long.
 *
 * @type {Readonly<Record<string, { file: string, options: readonly string[], isFigure: boolean }>>}
 */
export const benches = {
  import: { file: "bench.ts", options: ["rows", "folder"], isFigure: true },
  "small-days": { file: "small-days.ts", options: [], isFigure: true },
  "three-years": { file: "three-years.ts", options: [], isFigure: true },
  "storage-calls": { file: "storage-calls.ts", options: ["entries"], isFigure: true },
  dashboard: { file: "dashboard/dashboard.ts", options: ["rows", "rounds", "folder"], isFigure: true },
  language: { file: "language.ts", options: ["lines"], isFigure: true },
  timeline: { file: "pages/timeline.ts", options: [], isFigure: true },
  editor: { file: "editor/editor.ts", options: ["rows"], isFigure: true },
  throughput: { file: "throughput.ts", options: ["merge-ms-per-row"], isFigure: false },
  "settling-cost": { file: "settling-cost.ts", options: [], isFigure: false },
  "collector-memory": {
    file: "collector-memory.ts",
    options: ["rows", "days", "speed", "minutes"],
    isFigure: false,
  },
  "aws-cost": { file: "aws/aws-cost.ts", options: ["events", "quiet-seconds"], isFigure: false },
  "bytes-scanned": { file: "aws/bytes-scanned.ts", options: ["per-day", "days"], isFigure: false },
  lambda: { file: "aws/lambda.ts", options: [], isFigure: false },
  exactness: {
    file: "exactness.ts",
    options: [
      "schedules",
      "duckdb",
      "from",
      "minutes",
      "workers",
      "progress",
      "seed",
      "over-folder",
      "over-s3",
      "write",
    ],
    isFigure: false,
  },
};

/**
 * Which benches run, and what each is told: an option, with its value, goes to every one of them that knows it.
 *
 * @param {readonly string[]} args `--only NAME` or `--figures`, and options of the benches.
 * @returns {{ name: string, file: string, args: string[] }[]}
 * @throws {Error} for a bench that is not there, and for what none of those that run knows.
 */
export function chooseBenches(args) {
  const words = args.flatMap((arg) => (arg.startsWith("--") && arg.includes("=") ? splitOnce(arg) : [arg]));
  /** @type {[option: string, ...values: string[]][]} */
  const given = [];
  for (const word of words) {
    if (word.startsWith("--")) given.push([word.slice(2)]);
    else if (given.length === 0) throw new Error(`${word} is no option of a bench.`);
    else given.at(-1)?.push(word);
  }
  const only = given.find(([option]) => option === "only")?.[1];
  const isFigures = given.some(([option]) => option === "figures");
  const chosen = Object.entries(benches).filter(
    ([name, { isFigure }]) => (only === undefined || name === only) && (!isFigures || isFigure),
  );
  if (chosen.length === 0) throw new Error(`There is no bench ${only}. There are ${Object.keys(benches).join(", ")}.`);
  const own = given.filter(([option]) => option !== "only" && option !== "figures");
  for (const [option] of own)
    if (!chosen.some(([, { options }]) => options.includes(option)))
      throw new Error(`None of ${chosen.map(([name]) => name).join(", ")} has an option --${option}.`);
  return chosen.map(([name, { file, options }]) => ({
    name,
    file,
    args: own.flatMap(([option, ...values]) => (options.includes(option) ? [`--${option}`, ...values] : [])),
  }));
}

/** @param {string} arg `--name=value` */
function splitOnce(arg) {
  const at = arg.indexOf("=");
  return [arg.slice(0, at), arg.slice(at + 1)];
}
