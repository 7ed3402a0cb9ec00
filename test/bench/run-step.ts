import { steps } from "./steps.ts";

const [name = "", folder = "", input = ""] = process.argv.slice(2);
const measured = await steps[name]?.(folder, input);
process.stdout.write(JSON.stringify({ ...measured, peakMB: process.resourceUsage().maxRSS / 1024 }), () =>
  process.exit(0),
);
