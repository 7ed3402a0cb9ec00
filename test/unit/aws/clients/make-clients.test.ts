import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type TestContext, test } from "node:test";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { GetParameterCommand } from "@aws-sdk/client-ssm";
import { makeClients } from "../../../../src/aws/clients/make-clients.ts";

const keys = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "secret" };

/** Answers every request of the clients as told. */
async function server(
  context: TestContext,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ readonly endpoint: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const listening = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    request.resume();
    answer(request, response);
  });
  await new Promise<void>((done) => listening.listen(0, "127.0.0.1", done));
  context.after(() => listening.close());
  const { port } = listening.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, asked };
}

test("a client is made once, and a bucket is named in the path when an endpoint is given", async (context) => {
  const { endpoint, asked } = await server(context, (_request, response) => response.end("{}"));
  const clients = makeClients({ region: "eu-central-1", credentials: keys, endpoint });
  context.after(() => clients.close());
  assert.equal(clients.s3, clients.s3);
  await clients.s3.send(new GetObjectCommand({ Bucket: "logs", Key: "a b" }));
  assert.deepEqual(asked, ["GET /logs/a%20b?x-id=GetObject"]);
});

test("a request that meets an error of the server is sent again, an invocation is not", async (context) => {
  const { endpoint, asked } = await server(context, (_request, response) => {
    response.statusCode = 500;
    response.end("{}");
  });
  const clients = makeClients({ region: "eu-central-1", credentials: keys, endpoint });
  context.after(() => clients.close());
  await assert.rejects(clients.ssm.send(new GetParameterCommand({ Name: "/tenanttrail" })));
  assert.equal(asked.splice(0).length, 4);
  await assert.rejects(clients.lambda.send(new InvokeCommand({ FunctionName: "signins" })));
  assert.equal(asked.length, 1);
});

test("a bucket in another region is not followed there", async (context) => {
  const { endpoint, asked } = await server(context, (_request, response) => {
    response.statusCode = 301;
    response.setHeader("x-amz-bucket-region", "us-west-2");
    response.end("<Error><Code>PermanentRedirect</Code></Error>");
  });
  const clients = makeClients({ region: "eu-central-1", credentials: keys, endpoint });
  context.after(() => clients.close());
  await assert.rejects(clients.s3.send(new GetObjectCommand({ Bucket: "logs", Key: "a" })), {
    name: "PermanentRedirect",
  });
  assert.equal(asked.length, 1);
});
