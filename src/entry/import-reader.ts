import { parentPort } from "node:worker_threads";
import { type BlockRequest, readBlock } from "../import/read-block.ts";

/** Memory of the last block, which the next one's rows are put into. */
let spare: ArrayBuffer | undefined;

parentPort?.on("message", (request: BlockRequest) => {
  const answer = readBlock(request, spare);
  spare = request.bytes.buffer;
  parentPort?.postMessage(answer, [answer.memory]);
});
