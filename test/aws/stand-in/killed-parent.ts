// Starts an AWS, says where, and lives on until it is killed.
import { startAws } from "./start-aws.ts";

const { endpoint, miniStackPort } = await startAws();
console.log(JSON.stringify({ endpoint, miniStackPort }));
setInterval(() => undefined, 1000);
