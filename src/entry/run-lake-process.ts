import { IPCMessageReader, IPCMessageWriter } from "vscode-jsonrpc/node";
import { keepFilesPrivate } from "../lake/storage/private-files.ts";
import { localLakeService } from "../service/local-lake-service.ts";
import { RemoteHost } from "../service/remote-host.ts";
import { serveLake } from "../service/serve.ts";
import { removeAbandonedFolders } from "../service/temporary-folder.ts";

keepFilesPrivate();

const remote = new RemoteHost();
// Bundled, this file lies in the extension's `dist/`.
const service = localLakeService(
  { host: remote.host },
  new URL("./import-reader.mjs", import.meta.url),
  new URL("../", import.meta.url),
  report,
);

const connection = serveLake(service, new IPCMessageReader(process), new IPCMessageWriter(process), report);
remote.attach(connection);
removeAbandonedFolders().catch(report);

process.on("disconnect", () => {
  service.dispose().then(
    () => process.exit(0),
    () => process.exit(1),
  );
});

function report(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
}
