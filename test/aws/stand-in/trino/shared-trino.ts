// Starts the Trino that the test files of a stage share, says where, and ends with whoever started it.
import { actAsCommand } from "../../../../scripts/lib/processes.mjs";
import { startTrino } from "./start-trino.ts";

actAsCommand();
const { address } = await startTrino();
console.log(`Trino: ${address}`);
