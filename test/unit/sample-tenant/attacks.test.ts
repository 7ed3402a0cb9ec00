import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import type { AttackKind } from "../../../src/sample-tenant/attacks/scene.ts";
import { sampleEvents } from "../../../src/sample-tenant/events.ts";
import { labels } from "../../../src/sample-tenant/labels.ts";
import type { SampleOptions } from "../../../src/sample-tenant/options.ts";
import { credentialsActivity } from "../../../src/sample-tenant/records/directory-audit.ts";
import type { SampleEvent } from "../../../src/sample-tenant/timeline.ts";
import { field, text } from "./sample.ts";

/** A sample in which all attacks of its seed are looked for. */
interface Sample {
  readonly options: SampleOptions;
  readonly stream: readonly SampleEvent[];
}

/** The labelled events of one attack, as the stream holds them. */
function attackOf(kind: AttackKind, { options, stream }: Sample) {
  const label = labels(options).find((candidate) => candidate.kind === kind) ?? assert.fail(kind);
  const ids = new Set(label.events.map((event) => `${event.table} ${event.id}`));
  const events: SampleEvent[] = [];
  const others: SampleEvent[] = [];
  for (const event of stream) {
    const id = text(event.record, event.table === "activity" ? "Id" : "id");
    (ids.has(`${event.table} ${id}`) ? events : others).push(event);
  }
  const of = (table: SampleEvent["table"], from = events) =>
    from.filter((event) => event.table === table).map((event) => event.record);
  return { label, events, of, others };
}

for (const seed of [1, 7]) {
  describe(`attacks of seed ${seed}`, () => {
    let sample: Sample;
    before(() => {
      const options = { seed, days: 10, users: 120 };
      sample = { options, stream: [...sampleEvents(options)] };
    });

    test("password spray: one address, many users, then one success without MFA, then mail", () => {
      const { label, of, others } = attackOf("password-spray", sample);
      const [address = ""] = label.ipAddresses;
      const signIns = of("signins").filter((record) => field(record, "ipAddress") === address);
      const failed = signIns.filter((record) => field(record, "status.errorCode") === 50126);
      assert.ok(new Set(failed.map((record) => field(record, "userPrincipalName"))).size >= 40);
      const succeeded = signIns.filter((record) => field(record, "status.errorCode") === 0);
      assert.deepEqual(
        new Set(succeeded.map((record) => field(record, "userPrincipalName"))),
        new Set([label.account]),
      );
      const [first] = succeeded;
      const firstAt = text(first ?? {}, "createdDateTime");
      assert.ok(failed.filter((record) => text(record, "createdDateTime") < firstAt).length >= 40);
      assert.equal(field(first ?? {}, "authenticationRequirement"), "singleFactorAuthentication");
      assert.equal(field(first ?? {}, "authenticationProtocol"), "ropc");
      assert.ok(of("activity").some((record) => field(record, "Operation") === "MailItemsAccessed"));
      assert.deepEqual(
        of("riskdetections").map((record) => field(record, "riskEventType")),
        ["passwordSpray"],
      );
      assert.equal(field(of("riskdetections")[0] ?? {}, "requestId"), field(first ?? {}, "id"));
      assert.ok(of("signins", others).every((record) => field(record, "ipAddress") !== address));
    });

    test("session theft: one session from two networks, a hidden rule, mail read and an answer sent in it", () => {
      const { label, of } = attackOf("session-theft", sample);
      const signIns = of("signins");
      assert.equal(new Set(signIns.map((record) => field(record, "sessionId"))).size, 1);
      const session = text(signIns[0] ?? {}, "sessionId");
      assert.equal(new Set(signIns.map((record) => field(record, "autonomousSystemNumber"))).size, 2);
      assert.equal(new Set(signIns.map((record) => field(record, "location.countryOrRegion"))).size, 2);
      const inSession = of("activity").filter((record) => field(record, "AppAccessContext.AADSessionId") === session);
      const operations = inSession.map((record) => text(record, "Operation"));
      for (const operation of ["MailItemsAccessed", "New-InboxRule", "Send", "HardDelete"])
        assert.ok(operations.includes(operation), operation);
      const rule = inSession.find((record) => field(record, "Operation") === "New-InboxRule") ?? {};
      assert.match(JSON.stringify(field(rule, "Parameters")), /"Name":"MoveToFolder","Value":"RSS Feeds"/);
      const tokens = new Set(signIns.map((record) => field(record, "uniqueTokenIdentifier")));
      for (const record of inSession) assert.ok(tokens.has(field(record, "AppAccessContext.UniqueTokenId")));
      assert.ok(
        of("audits").some((record) => field(record, "activityDisplayName") === "User registered security info"),
      );
      assert.equal(field(of("riskyusers")[0] ?? {}, "userPrincipalName"), label.account);
    });

    test("consent grant: offline access to mail without an administrator, then mail read by that application from elsewhere", () => {
      const { label, of } = attackOf("consent-grant", sample);
      const consent = of("audits").find((record) => field(record, "activityDisplayName") === "Consent to application");
      assert.match(JSON.stringify(consent), /offline_access Mail\.Read/);
      assert.match(
        JSON.stringify(consent),
        /"ConsentContext\.IsAdminConsent","oldValue":null,"newValue":"\\"False\\""/,
      );
      assert.equal(field(consent ?? {}, "initiatedBy.user.userPrincipalName"), label.account);
      const apps = new Set(of("signins").map((record) => text(record, "appId")));
      assert.equal(apps.size, 1);
      const reads = of("activity").filter((record) => field(record, "Operation") === "MailItemsAccessed");
      assert.ok(reads.length >= 10);
      for (const record of reads) {
        assert.ok(apps.has(text(record, "ClientAppId")));
        assert.equal(field(record, "ClientIPAddress"), label.ipAddresses[0]);
      }
    });

    test("device code: the token is used elsewhere, a device is registered, files are downloaded", () => {
      const { label, of } = attackOf("device-code", sample);
      const flow = of("signins").filter((record) => field(record, "authenticationProtocol") === "deviceCode");
      assert.ok(flow.length >= 3);
      assert.equal(new Set(flow.map((record) => field(record, "ipAddress"))).size, 2);
      assert.equal(new Set(of("signins").map((record) => field(record, "sessionId"))).size, 1);
      const registered = of("audits").find((record) => field(record, "activityDisplayName") === "Register device");
      assert.equal(field(registered ?? {}, "initiatedBy.user.ipAddress"), label.ipAddresses[0]);
      const downloads = of("activity").filter((record) => field(record, "Operation") === "FileDownloaded");
      assert.ok(downloads.length >= 20);
      for (const record of downloads) assert.equal(field(record, "ClientIP"), label.ipAddresses[0]);
    });

    test("application credential: a second key, then the application signs in with it from a network it never used", () => {
      const { label, of, others } = attackOf("application-credential", sample);
      const change = of("audits").find((record) => field(record, "activityDisplayName") === credentialsActivity);
      const property = "targetResources.0.modifiedProperties.0";
      const [before, after] = [text(change ?? {}, `${property}.oldValue`), text(change ?? {}, `${property}.newValue`)];
      assert.equal(JSON.parse(after).length, JSON.parse(before).length + 1);
      const signIns = of("signins").filter((record) => field(record, "signInEventTypes.0") === "servicePrincipal");
      const succeeded = signIns.filter((record) => field(record, "status.errorCode") === 0);
      assert.ok(succeeded.length >= 5);
      const id = text(signIns[0] ?? {}, "servicePrincipalId");
      for (const record of succeeded) {
        assert.ok(after.includes(text(record, "servicePrincipalCredentialKeyId")));
        assert.ok(!before.includes(text(record, "servicePrincipalCredentialKeyId")));
        assert.equal(field(record, "ipAddress"), label.ipAddresses[0]);
      }
      const usual = of("signins", others).filter((record) => field(record, "servicePrincipalId") === id);
      assert.ok(usual.length > 50);
      for (const record of usual) assert.ok(before.includes(text(record, "servicePrincipalCredentialKeyId")));
      const reads = of("activity").filter((record) => field(record, "UserId") === `ServicePrincipal_${id}`);
      assert.ok(new Set(reads.map((record) => field(record, "MailboxOwnerUPN"))).size >= 5);
    });

    test("every attack goes through an account of its own, and its story names it", () => {
      const all = labels(sample.options);
      assert.equal(new Set(all.map((label) => label.account)).size, 5);
      for (const label of all) {
        assert.match(label.story, /^[A-Z][^\n]*\.$/);
        assert.ok(label.techniques.every((technique) => /^T\d{4}(\.\d{3})?$/.test(technique)));
        assert.equal(label.start, label.events[0]?.time);
        assert.equal(label.end, label.events.at(-1)?.time);
      }
    });
  });
}
