// npm run simulate [-- --open] [--scale X] [--users N] [--days N] [--mood rough|calm] [--speed X] [--port N] [--verbose]
import { rmSync } from "node:fs";
import { mkdir, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ensureDependencies } from "./lib/dependencies.mjs";
import { findNode } from "./lib/node.mjs";
import { openEditor } from "./lib/open-editor.mjs";
import { root } from "./lib/paths.mjs";
import { actAsCommand } from "./lib/processes.mjs";
import { startSimulation } from "./lib/simulation.mjs";

const { values } = parseArgs({
  options: {
    scale: { type: "string", default: "1" },
    users: { type: "string", default: "200" },
    days: { type: "string", default: "30" },
    mood: { type: "string", default: "calm" },
    speed: { type: "string", default: "1" },
    port: { type: "string", default: "0" },
    verbose: { type: "boolean", default: false },
    open: { type: "boolean", default: false },
  },
});
actAsCommand();
await ensureDependencies();
const node = await findNode();
const data = await mkdtemp(join(tmpdir(), "tenanttrail-simulated-"));
process.once("exit", () => rmSync(data, { recursive: true, force: true }));
const port = Number(values.port);
console.log(`Making a tenant of ${values.days} days…`);
const simulation = await startSimulation(node, data, {
  scale: Number(values.scale),
  users: Number(values.users),
  days: Number(values.days),
  mood: values.mood,
  speed: Number(values.speed),
  ports: port === 0 ? [0, 0, 0] : [port, port + 1, port + 2],
  verbose: values.verbose,
});
const { endpoints } = simulation;
console.log(`
A simulated Microsoft answers on this machine until Ctrl+C.

Add it in the editor: run "TenantTrail: Add a tenant…", and type

  Tenant id                   ${simulation.tenantId}
  Application id              ${simulation.clientId}
  Client secret               ${simulation.secret}
  or a certificate (PEM)      ${simulation.certificateFile}

below "Other servers (simulation)"

  Sign-in server              ${endpoints.login}
  Graph server                ${endpoints.graph}
  Management Activity server  ${endpoints.management}

The editor must trust these servers, as one that --open starts does: start it with

  NODE_EXTRA_CA_CERTS=${simulation.authorityFile}
`);
if (values.open) {
  const folder = join(root, ".work", "simulated");
  await mkdir(folder, { recursive: true });
  const { build } = await import("./build.mjs");
  await build();
  const editor = await openEditor({ node, folder, env: { NODE_EXTRA_CA_CERTS: simulation.authorityFile } });
  await Promise.race([editor.ended, simulation.ended]);
} else await simulation.ended;
throw new Error(`The simulation ended.\n${simulation.log()}`);
