import type { QueryCase } from "./query-case.ts";
import { failedSignIn, signIn } from "./records.ts";

const folder = "detections/credential-attacks";
const people = (count: number, prefix = "user") =>
  Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(2, "0")}@contoso.example`);
const minute = (index: number, hour = 3) => `0${hour}:${String(index).padStart(2, "0")}:00`;

export const credentialAttackCases: readonly QueryCase[] = [
  {
    query: `${folder}/password-spray-by-address`,
    title:
      "ten accounts from one address, one with the right password stopped by MFA; an office with as many successes",
    records: (at) => [
      ...people(10).map((account, index) =>
        failedSignIn(at(minute(index)), account, 50126, { ipAddress: "203.0.113.9" }),
      ),
      failedSignIn(at("03:20:00"), "user03@contoso.example", 50074, { ipAddress: "203.0.113.9" }),
      ...people(9).map((account, index) =>
        failedSignIn(at(minute(index)), account, 50126, { ipAddress: "192.0.2.20" }),
      ),
      ...people(12, "office").map((account, index) => signIn(at(minute(index)), account, { ipAddress: "192.0.2.20" })),
      ...people(7).map((account, index) =>
        failedSignIn(at(minute(index)), account, 50126, { ipAddress: "192.0.2.30" }),
      ),
      ...people(20).map((account, index) =>
        failedSignIn(at(minute(index)), account, 50074, { ipAddress: "192.0.2.40" }),
      ),
    ],
    columns: ["address", "failedAccounts", "openedAccounts", "passwordAcceptedFor"],
    rows: [["203.0.113.9", 10, 0, "user03@contoso.example"]],
  },
  {
    query: `${folder}/distributed-password-spray`,
    title: "sixteen accounts from sixteen addresses by one client; as many from one address; people who mistype often",
    records: (at) => [
      ...people(16).map((account, index) =>
        failedSignIn(at(minute(index)), account, 50126, { ipAddress: `203.0.113.${index}`, userAgent: "spray" }),
      ),
      ...people(16).map((account, index) =>
        failedSignIn(at(minute(index)), account, 50126, { ipAddress: "203.0.113.99", userAgent: "one address" }),
      ),
      ...people(16).flatMap((account, index) =>
        Array.from({ length: 5 }, (_, second) =>
          failedSignIn(at(`03:${String(index).padStart(2, "0")}:0${second}`), account, 50126, {
            ipAddress: `198.51.100.${index}`,
            userAgent: "mistyped",
          }),
        ),
      ),
    ],
    columns: ["userAgent", "accounts", "addresses"],
    rows: [["spray", 16, 16]],
  },
  {
    query: `${folder}/brute-force-on-one-account`,
    title: "twenty-two wrong passwords over an hour's border and then the right one; as many spread over the day",
    records: (at) => [
      ...Array.from({ length: 22 }, (_, index) =>
        failedSignIn(at(index < 11 ? `03:57:${10 + index}` : `04:01:${10 + index}`), "ann@contoso.example", 50126),
      ),
      signIn(at("04:03:00"), "ann@contoso.example"),
      ...Array.from({ length: 22 }, (_, index) =>
        failedSignIn(at(`${String(index).padStart(2, "0")}:30:00`), "bob@contoso.example", 50126),
      ),
      ...Array.from({ length: 22 }, (_, index) =>
        failedSignIn(at(`05:00:${10 + index}`), "cid@contoso.example", 50140),
      ),
    ],
    columns: ["account", "mostInTenMinutes", "failures", "successesAfter"],
    rows: [["ann@contoso.example", 22, 22, 1]],
  },
  {
    query: `${folder}/success-after-password-spray`,
    title: "a success from the spraying address after its first failure; one before it, and one from elsewhere",
    records: (at) => [
      signIn(at("02:59:00"), "early@contoso.example", { ipAddress: "203.0.113.9" }),
      ...people(10).map((account, index) =>
        failedSignIn(at(minute(index)), account, 50126, { ipAddress: "203.0.113.9" }),
      ),
      signIn(at("03:30:00"), "user04@contoso.example", { ipAddress: "203.0.113.9", authenticationProtocol: "ropc" }),
      signIn(at("03:31:00"), "user05@contoso.example", { ipAddress: "192.0.2.1" }),
    ],
    columns: ["account", "address", "authenticationProtocol", "sprayedAccounts"],
    rows: [["user04@contoso.example", "203.0.113.9", "ropc", 10]],
  },
  {
    query: `${folder}/attempts-on-disabled-or-unknown-accounts`,
    title: "three names from one address; one forgotten phone that tries all day",
    records: (at) => [
      failedSignIn(at("03:00"), "left@contoso.example", 50057, { ipAddress: "203.0.113.9" }),
      failedSignIn(at("03:01"), "info@contoso.example", 50034, { ipAddress: "203.0.113.9" }),
      failedSignIn(at("03:02"), "test@contoso.example", 50034, { ipAddress: "203.0.113.9" }),
      ...Array.from({ length: 9 }, (_, index) =>
        failedSignIn(at(`0${index}:10`), "left@contoso.example", 50057, { ipAddress: "198.51.100.1" }),
      ),
    ],
    columns: ["address", "disabledAccounts", "unknownAccounts"],
    rows: [["203.0.113.9", 1, 2]],
  },
  {
    query: `${folder}/legacy-authentication-success`,
    title: "IMAP that was let in; IMAP that was blocked, an expected scanner, a browser",
    params: { expectedAccounts: ["scanner@contoso.example"] },
    records: (at) => [
      signIn(at("08:00"), "ann@contoso.example", { clientAppUsed: "IMAP4" }),
      signIn(at("09:00"), "ann@contoso.example", { clientAppUsed: "IMAP4", ipAddress: "192.0.2.2" }),
      failedSignIn(at("08:00"), "bob@contoso.example", 53003, { clientAppUsed: "IMAP4" }),
      signIn(at("08:00"), "scanner@contoso.example", { clientAppUsed: "Authenticated SMTP" }),
      signIn(at("08:00"), "cid@contoso.example"),
    ],
    columns: ["account", "client", "signIns", "addresses"],
    rows: [["ann@contoso.example", "IMAP4", 2, "192.0.2.1, 192.0.2.2"]],
  },
  {
    query: `${folder}/password-grant-sign-ins`,
    title: "the grant and its legacy agent let in; the grant refused; an expected application",
    params: { expectedApps: ["app-known"] },
    records: (at) => [
      signIn(at("08:00"), "ann@contoso.example", { authenticationProtocol: "ropc" }),
      signIn(at("08:01"), "bob@contoso.example", { userAgent: "BAV2ROPC" }),
      failedSignIn(at("08:02"), "cid@contoso.example", 50126, { authenticationProtocol: "ropc" }),
      signIn(at("08:03"), "dan@contoso.example", { authenticationProtocol: "ropc", appId: "app-known" }),
      signIn(at("08:04"), "eve@contoso.example"),
    ],
    columns: ["account"],
    rows: [["ann@contoso.example"], ["bob@contoso.example"]],
  },
];
