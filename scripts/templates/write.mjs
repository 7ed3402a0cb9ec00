import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../lib/paths.mjs";
import { collectorTemplate } from "./collector-template.mjs";

await writeFile(join(root, "infra-templates", "collector.yaml"), await collectorTemplate());
