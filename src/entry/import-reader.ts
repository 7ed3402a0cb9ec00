import { parentPort } from "node:worker_threads";
import { type BlockRequest, readBlock } from "../import/read-block.ts";

/** The memory of the last block, which is used again for the next block's rows. */
let spare: ArrayBuffer | undefined;

parentPort?.on("message", (request: BlockRequest) => {
  const answer = readBlock(request, spare);
  spare = request.bytes.buffer;
  parentPort?.postMessage(answer, [answer.memory]);
});
