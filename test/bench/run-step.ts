import { steps } from "./steps.ts";

const [name = "", folder = "", input = ""] = process.argv.slice(2);
const measured = await steps[name]?.(folder, input);
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
const cpuMs = (userCPUTime + systemCPUTime) / 1000;
process.stdout.write(JSON.stringify({ ...measured, peakMB: maxRSS / 1024, cpuMs }), () => process.exit(0));
