import type { LogRecord } from "../query-lake.ts";
import type { QueryCase } from "./query-case.ts";
import { activity, audit, byUser, failedSignIn, lagos, signIn } from "./records.ts";

const folder = "detections/sessions-and-tokens";
const abroad = { ipAddress: "203.0.113.9", location: lagos, autonomousSystemNumber: 64511 };

export const sessionCases: readonly QueryCase[] = [
  {
    query: `${folder}/device-code-sign-ins`,
    title: "a code typed here and used elsewhere; a code that failed; a known application; the collector itself",
    params: { expectedApps: ["app-display"], collectorApps: ["app-collector"] },
    records: (at) => [
      signIn(at("08:00"), "ann@contoso.example", { authenticationProtocol: "deviceCode", sessionId: "code-1" }),
      signIn(at("08:05"), "ann@contoso.example", {
        ...abroad,
        originalTransferMethod: "deviceCodeFlow",
        sessionId: "code-1",
        appId: "29d9ed98-a469-4536-ade2-f981bc1d605e",
      }),
      failedSignIn(at("08:00"), "bob@contoso.example", 50199, { authenticationProtocol: "deviceCode" }),
      signIn(at("08:00"), "cid@contoso.example", { authenticationProtocol: "deviceCode", appId: "app-display" }),
      signIn(at("08:01"), "cid@contoso.example", { authenticationProtocol: "deviceCode", appId: "app-collector" }),
      signIn(at("08:00"), "dan@contoso.example"),
    ],
    columns: ["account", "countries", "networks", "usedAuthenticationBroker", "sessionId"],
    rows: [["ann@contoso.example", "CH, NG", 2, true, "code-1"]],
  },
  {
    query: `${folder}/device-registered-after-device-code`,
    title: "a device minutes after a code; a device without a code; a device a day later",
    records: (at) => [
      signIn(at("08:00"), "ann@contoso.example", { authenticationProtocol: "deviceCode", sessionId: "code-2" }),
      signIn(at("08:00"), "cid@contoso.example", { authenticationProtocol: "deviceCode" }),
      ...(
        [
          ["ann", "08:03", 0],
          ["bob", "08:03", 0],
          ["cid", "09:00", 1],
        ] as const
      ).map(([name, clock, day]) =>
        audit(
          at(clock, day),
          "Register device",
          [
            { id: `device-${name}`, displayName: `PC-${name}`, type: "Device" },
            { id: name, type: "User" },
          ],
          { initiatedBy: byUser(`${name}@contoso.example`, "203.0.113.9") },
        ),
      ),
    ],
    columns: ["account", "address", "device", "sessionId"],
    rows: [["ann@contoso.example", "203.0.113.9", "PC-ann", "code-2"]],
  },
  {
    query: `${folder}/session-on-several-networks`,
    title: "one session on two networks and systems; a laptop that moves; two systems on one network",
    records: (at) => [
      signIn(at("08:00"), "ann@contoso.example", { sessionId: "net-1" }),
      signIn(at("08:10"), "ann@contoso.example", {
        ...abroad,
        sessionId: "net-1",
        deviceDetail: { operatingSystem: "" },
      }),
      signIn(at("08:00"), "bob@contoso.example", { sessionId: "net-2" }),
      signIn(at("12:00"), "bob@contoso.example", { sessionId: "net-2", autonomousSystemNumber: 64501 }),
      signIn(at("08:00"), "cid@contoso.example", { sessionId: "net-3" }),
      signIn(at("08:10"), "cid@contoso.example", { sessionId: "net-3", deviceDetail: { operatingSystem: "Ios 26.1" } }),
      signIn(at("08:00"), "dan@contoso.example", { sessionId: "" }),
      signIn(at("08:10"), "dan@contoso.example", { ...abroad, sessionId: "", deviceDetail: { operatingSystem: "" } }),
    ],
    columns: ["account", "networks", "operatingSystems", "countries", "sessionId"],
    rows: [["ann@contoso.example", 2, "(none), Windows11", "CH, NG", "net-1"]],
  },
  {
    query: `${folder}/mailbox-used-from-elsewhere`,
    title: "a session and a token used elsewhere; mail from the sign-in's address; a gateway; no sign-in held",
    params: { expectedAddresses: ["198.51.100.99"] },
    records: (at) => [
      ...["ann", "bob", "cid"].map((name) =>
        signIn(at("08:00"), `${name}@contoso.example`, { sessionId: `mail-${name}` }),
      ),
      signIn(at("08:00"), "dan@contoso.example", { sessionId: null, uniqueTokenIdentifier: "token-dan" }),
      ...(
        [
          ["ann", "203.0.113.9"],
          ["bob", "192.0.2.1"],
          ["cid", "198.51.100.99"],
          ["eve", "203.0.113.9"],
        ] as const
      ).map(([name, ClientIP]) =>
        activity(at("08:10"), "MailItemsAccessed", `${name}@contoso.example`, { ClientIP, SessionId: `mail-${name}` }),
      ),
      activity(at("08:10"), "FileDownloaded", "dan@contoso.example", {
        Workload: "SharePoint",
        ClientIP: "[2001:db8::9]:443",
        AppAccessContext: { UniqueTokenId: "token-dan" },
      }),
    ],
    columns: ["account", "address", "signInAddresses", "operations"],
    rows: [
      ["ann@contoso.example", "203.0.113.9", "192.0.2.1", "MailItemsAccessed"],
      ["dan@contoso.example", "2001:db8::9", "192.0.2.1", "FileDownloaded"],
    ],
  },
  {
    query: `${folder}/impossible-travel`,
    title:
      "Zurich to Lagos in an hour; in a day; an unplaced address; no place on Earth; a known network; a failure abroad",
    params: { ignoredNetworks: [64999] },
    records: (at) => {
      const nowhere = { city: "", countryOrRegion: "", geoCoordinates: { latitude: 0, longitude: 0 } };
      const beyond = { ...lagos, geoCoordinates: { latitude: 95, longitude: 3.39 } };
      const around = { ...lagos, geoCoordinates: { latitude: 6.45, longitude: -1e308 } };
      const then = (name: string, record: LogRecord) => [signIn(at("08:00"), `${name}@contoso.example`), record];
      return [
        ...then("ann", signIn(at("09:00"), "ann@contoso.example", abroad)),
        ...then("bob", signIn(at("09:00", 1), "bob@contoso.example", abroad)),
        ...then("cid", signIn(at("09:00"), "cid@contoso.example", { ...abroad, location: nowhere })),
        ...then("gus", signIn(at("09:00"), "gus@contoso.example", { ...abroad, location: beyond })),
        ...then("hal", signIn(at("09:00"), "hal@contoso.example", { ...abroad, location: around })),
        ...then("dan", signIn(at("09:00"), "dan@contoso.example", { ...abroad, autonomousSystemNumber: 64999 })),
        ...then("eve", failedSignIn(at("09:00"), "eve@contoso.example", 50126, abroad)),
      ];
    },
    columns: ["account", "place", "previousPlace", "hours", "kilometres"],
    rows: [["ann@contoso.example", "Lagos, NG", "Zurich, CH", 1, 4570]],
  },
  {
    query: `${folder}/first-country-for-an-account`,
    title: "a country after two weeks; a country in the first days; a failure; an ignored country",
    params: { ignoredCountries: ["GB"] },
    records: (at) => [
      ...["ann", "bob", "cid", "dan"].map((name) => signIn(at("08:00"), `${name}@contoso.example`)),
      signIn(at("08:00", 12), "ann@contoso.example", abroad),
      signIn(at("08:00", 3), "bob@contoso.example", abroad),
      signIn(at("08:00", 12), "bob@contoso.example", abroad),
      failedSignIn(at("08:00", 12), "cid@contoso.example", 50126, abroad),
      signIn(at("08:00", 12), "dan@contoso.example", { location: { ...lagos, countryOrRegion: "GB" } }),
    ],
    columns: ["account", "country", "address", "countries"],
    rows: [["ann@contoso.example", "NG", "203.0.113.9", 2]],
  },
  {
    query: `${folder}/risky-sign-in-that-succeeded`,
    title: "risk at once, risk found later; remediated, low, failed and dismissed ones",
    records: (at) => [
      signIn(at("08:00"), "ann@contoso.example", {
        riskLevelDuringSignIn: "high",
        riskState: "atRisk",
        riskEventTypes_v2: ["maliciousIPAddress"],
      }),
      signIn(at("08:00"), "bob@contoso.example", { id: "risk-bob" }),
      signIn(at("08:00"), "cid@contoso.example", { riskLevelDuringSignIn: "high", riskState: "remediated" }),
      signIn(at("08:00"), "dan@contoso.example", { riskLevelDuringSignIn: "low", riskState: "atRisk" }),
      failedSignIn(at("08:00"), "eve@contoso.example", 53003, { riskLevelDuringSignIn: "high", riskState: "atRisk" }),
      signIn(at("08:00"), "fay@contoso.example", { id: "risk-fay" }),
      riskDetection(at("08:00"), "risk-bob", "atRisk"),
      riskDetection(at("08:00"), "risk-fay", "dismissed"),
    ],
    columns: ["account", "riskEventTypes"],
    rows: [
      ["ann@contoso.example", "maliciousIPAddress"],
      ["bob@contoso.example", "anomalousToken"],
    ],
  },
  {
    query: `${folder}/script-user-agents`,
    title: "a library; a browser, a failure of a library, known automation",
    params: { expectedAccounts: ["bot@contoso.example"] },
    records: (at) => [
      signIn(at("08:00"), "ann@contoso.example", { userAgent: "axios/1.7.9" }),
      signIn(at("08:00"), "bob@contoso.example", { userAgent: "Mozilla/5.0 (Windows NT 10.0) Chrome/141" }),
      failedSignIn(at("08:00"), "cid@contoso.example", 50126, { userAgent: "python-requests/2.32" }),
      signIn(at("08:00"), "bot@contoso.example", { userAgent: "python-requests/2.32" }),
    ],
    columns: ["account", "userAgent"],
    rows: [["ann@contoso.example", "axios/1.7.9"]],
  },
];

function riskDetection(activityDateTime: string, requestId: string, riskState: string): LogRecord {
  return {
    table: "riskdetections",
    record: {
      id: `detection-${requestId}`,
      activityDateTime,
      detectedDateTime: activityDateTime,
      lastUpdatedDateTime: activityDateTime,
      requestId,
      riskEventType: "anomalousToken",
      riskLevel: "high",
      riskState,
    },
  };
}
