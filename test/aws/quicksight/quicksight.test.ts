import assert from "node:assert/strict";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient } from "@aws-sdk/client-iam";
import { localLakeService } from "../../../src/service/local-lake-service.ts";
import { makeSmallStack } from "../connect/small-stack.ts";
import { type StandInAws, startAws } from "../stand-in/start-aws.ts";

let aws: StandInAws;
const service = localLakeService();

before(async () => {
  aws = await startAws();
  const { endpoint, region, rootCredentials: credentials } = aws;
  const iam = new IAMClient({ endpoint, region, credentials });
  await iam.send(new CreateUserCommand({ UserName: "nobody" }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "nobody" }));
  const home = await mkdtemp(join(tmpdir(), "tenanttrail-home-"));
  process.env["AWS_SHARED_CREDENTIALS_FILE"] = join(home, "credentials");
  process.env["AWS_CONFIG_FILE"] = join(home, "config");
  const keys = (name: string, id = "", secret = ""): string =>
    `[${name}]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`;
  await writeFile(
    join(home, "credentials"),
    keys("root", credentials.accessKeyId, credentials.secretAccessKey) +
      keys("nobody", AccessKey?.AccessKeyId, AccessKey?.SecretAccessKey),
  );
  await makeSmallStack(aws, "logs");
});

after(async () => {
  await service.dispose();
  await aws?.stop();
});

const connect = (profile: string) => {
  const { region, endpoint } = aws;
  const place = profile === "root" ? { stack: "logs" } : { workgroup: "w", database: "d" };
  return service.useConnection({ kind: "aws", profile, region, endpoint, ...place });
};

test("all dashboards of the account are listed, page by page, with their links", async () => {
  await connect("root");
  aws.gateway.quickSight.dashboards = Array.from({ length: 230 }, (_, n) => ({ id: `d-${n}`, name: `Board ${n}` }));
  const { dashboards, unavailable } = await service.listDashboards({});
  assert.equal(unavailable, undefined);
  assert.equal(new Set(dashboards.map(({ id }) => id)).size, 230);
  const { url } = dashboards.find(({ id }) => id === "d-7") ?? {};
  assert.equal(url, `https://${aws.region}.quicksight.aws.amazon.com/sn/dashboards/d-7`);
});

test("a dashboard tells the names of its parameters", async () => {
  await connect("root");
  aws.gateway.quickSight.dashboards = [{ id: "d", name: "D", parameters: ["userPrincipalName", "city"] }];
  const { parameters } = await service.dashboardParameters({ id: "d" });
  assert.deepEqual(parameters, [
    { name: "userPrincipalName", kind: "text" },
    { name: "city", kind: "text" },
  ]);
  await assert.rejects(service.dashboardParameters({ id: "gone" }), { code: "aws-failed", message: /not found/ });
});

test("an account without a subscription and a caller without the permission get a sentence", async () => {
  await connect("root");
  aws.gateway.quickSight.subscribed = false;
  const none = await service.listDashboards({});
  aws.gateway.quickSight.subscribed = true;
  assert.deepEqual(none.dashboards, []);
  assert.match(none.unavailable ?? "", /no subscription of Amazon Quick Sight/);
  await connect("nobody");
  const denied = await service.listDashboards({});
  assert.match(denied.unavailable ?? "", /permission is missing for profile nobody \(quicksight:ListDashboards\)/);
  const undeclared = await service.dashboardParameters({ id: "d" });
  assert.match(undeclared.unavailable ?? "", /quicksight:DescribeDashboardDefinition/);
});
