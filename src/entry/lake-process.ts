import { IPCMessageReader, IPCMessageWriter } from "vscode-jsonrpc/node";
import { LocalLakeService } from "../service/local-lake-service.ts";
import { serveLake } from "../service/serve.ts";

const service = new LocalLakeService();

serveLake(service, new IPCMessageReader(process), new IPCMessageWriter(process), (error) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
});

process.on("disconnect", () => {
  service.dispose().then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
