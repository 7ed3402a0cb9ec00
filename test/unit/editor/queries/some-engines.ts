import type { EngineKind } from "../../../../src/editor/queries/engine-choice.ts";
import { FakeEventEmitter } from "../fakes/fake-vscode.ts";

/** An open lake whose engines a test exchanges. */
export function lakeWithEngines(engines: readonly EngineKind[] | undefined) {
  const changed = new FakeEventEmitter<void>();
  const connections = {
    current: engines && { engines },
    onDidChange: changed.event,
    open: (others: readonly EngineKind[]) => {
      connections.current = { engines: others };
      changed.fire();
    },
  };
  return connections;
}
