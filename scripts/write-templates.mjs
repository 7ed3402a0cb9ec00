// npm run write-templates

import { join } from "node:path";
import { findNode } from "./lib/node.mjs";
import { root } from "./lib/paths.mjs";
import { actAsCommand, run } from "./lib/processes.mjs";

actAsCommand();
// The tables are TypeScript, which only the Node that builds can read.
await run(await findNode(), [join(root, "scripts", "templates", "write.mjs")], { show: true });
