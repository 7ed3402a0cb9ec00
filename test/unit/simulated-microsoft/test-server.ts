import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { type HttpsFace, serveHttps } from "../../simulation/microsoft/https-server.ts";
import { type AppRegistration, sampleApp } from "../../simulation/microsoft/login/app-registration.ts";
import {
  type MadeCertificate,
  makeClientCertificate,
  makeServerCertificates,
  readCertificate,
} from "../../simulation/microsoft/login/certificates.ts";
import { type MicrosoftOptions, SimulatedMicrosoft } from "../../simulation/microsoft/microsoft.ts";
import { tinyTenant } from "../../simulation/microsoft/tenant/tiny-tenant.ts";
import { day } from "./test-reader.ts";

export interface TestServer {
  readonly microsoft: SimulatedMicrosoft;
  readonly face: HttpsFace;
  readonly app: AppRegistration;
  readonly clientCertificate: MadeCertificate;
}

/** Serves a tiny tenant, quickly, with a certificate that this process trusts from now on. */
export async function startTestServer(options: MicrosoftOptions = {}): Promise<TestServer> {
  const nowMs = Date.now();
  const tenant = tinyTenant({ seed: 1, startMs: nowMs - 10 * day, endMs: nowMs });
  const clientCertificate = await makeClientCertificate(nowMs);
  const app = { ...sampleApp, certificates: [readCertificate(clientCertificate)] };
  const clock = { now: () => Date.now(), sleep: async () => undefined };
  const latency = { baseMs: 0, perRowMs: 0 };
  const microsoft = new SimulatedMicrosoft(tenant, clock, { app, latency, ...options });
  const { authority, server } = await makeServerCertificates(nowMs);
  setDefaultCACertificates([...getCACertificates(), authority]);
  return { microsoft, face: await serveHttps(microsoft, { certificate: server }), app, clientCertificate };
}
