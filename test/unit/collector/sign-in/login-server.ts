import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { makeCertificate } from "./certificates.ts";

export interface LoginRequest {
  readonly method: string;
  readonly path: string;
  readonly form: URLSearchParams;
}

export interface LoginAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object goes as JSON. */
  readonly body: unknown;
}

export type Answering = (request: LoginRequest) => LoginAnswer | Promise<LoginAnswer>;

/** A login server on loopback with a self-signed certificate that this process trusts. */
export interface LoginServer extends AsyncDisposable {
  readonly origin: string;
  readonly port: number;
  readonly requests: LoginRequest[];
  answer: Answering;
}

export async function startLoginServer(answer: Answering): Promise<LoginServer> {
  const { certificatePem, privateKeyPem } = makeCertificate({ loopback: true });
  setDefaultCACertificates([...getCACertificates("default"), certificatePem]);
  const requests: LoginRequest[] = [];
  // Tests that make keys block this thread; an idle connection that the server closes meanwhile would be used again.
  const options = { cert: certificatePem, key: privateKeyPem, keepAliveTimeout: 0 };
  const server = createServer(options, async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    const request = { method: incoming.method ?? "", path: incoming.url ?? "", form };
    requests.push(request);
    const { status = 200, headers = {}, body } = await login.answer(request);
    response.writeHead(status, headers);
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const login = {
    origin: `https://localhost:${port}`,
    port,
    requests,
    answer,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return login;
}

/** What Microsoft Entra answers to a refused token request. */
export function refusal(code: string, error = "invalid_client", description = "Nothing to be shown."): LoginAnswer {
  return {
    status: 401,
    body: {
      error,
      error_description: `AADSTS${code}: ${description} Trace ID: 0 Correlation ID: 0`,
      error_codes: [Number(code)],
      timestamp: "2026-01-02 03:04:05Z",
      trace_id: "00000000-0000-0000-0000-000000000001",
      correlation_id: "00000000-0000-0000-0000-000000000002",
    },
  };
}
