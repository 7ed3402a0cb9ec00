import { Disposable, type Extension, type Memento } from "vscode";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import type { Connections } from "../connections/connections.ts";
import type { OurFiles } from "../queries/our-files.ts";
import { AgreedLakes } from "./agreed-lakes.ts";
import { editorWorld } from "./editor-world.ts";
import { offerMcpServer } from "./offer-mcp-server.ts";
import { registerAssistantTools } from "./register-assistant-tools.ts";

/** What assistants may ask in this window: the tools of VS Code's own chat, and the MCP server for others. */
export function registerAssistants(
  extension: Extension<unknown>,
  lake: LakeService,
  connections: Connections,
  files: OurFiles,
  memory: Pick<Memento, "get" | "update">,
  record: (error: unknown) => void,
): Disposable {
  const world = editorWorld(lake, connections, files);
  const agreed = new AgreedLakes(memory, () => connections.require());
  return Disposable.from(
    registerAssistantTools(world, (request, options) => lake.estimateScan(request, options), agreed, record),
    offerMcpServer(extension, connections),
  );
}
