import type { QueryCase } from "./query-case.ts";
import { audit, byUser, changed, failedSignIn, lagos, signIn } from "./records.ts";

const declined = {
  status: { errorCode: 500121, additionalDetails: "MFA denied; user declined the authentication" },
};
const user = (userPrincipalName: string, ...modifiedProperties: readonly object[]) => ({
  id: userPrincipalName,
  type: "User",
  userPrincipalName,
  modifiedProperties,
});

export const multifactorCases: readonly QueryCase[] = [
  {
    query: "detections/multifactor/mfa-fatigue",
    title: "five denials and a success; denials only; a success hours later; interruptions before a success",
    records: (at) => [
      ...[0, 1, 2, 3, 4].flatMap((minute) => [
        signIn(at(`03:0${minute}:00`), "ann@contoso.example", declined),
        signIn(at(`03:0${minute}:00`), "bob@contoso.example", declined),
        signIn(at(`03:0${minute}:00`), "cid@contoso.example", declined),
        failedSignIn(at(`03:0${minute}:00`), "dan@contoso.example", 50074),
      ]),
      signIn(at("03:10:00"), "ann@contoso.example", { ipAddress: "203.0.113.9", location: lagos }),
      signIn(at("09:00:00"), "cid@contoso.example"),
      signIn(at("03:10:00"), "dan@contoso.example"),
    ],
    columns: ["account", "address", "country", "denials", "declined"],
    rows: [["ann@contoso.example", "203.0.113.9", "NG", 5, 5]],
  },
  {
    query: "detections/multifactor/method-registered-from-new-network",
    title:
      "registered from an hour-old network, from one never seen; from another address of a known network; by a new account",
    records: (at) => [
      ...["ann", "bob", "dan"].map((name) => signIn(at("08:00"), `${name}@contoso.example`)),
      signIn(at("08:00"), "cid@contoso.example", { ipAddress: "192.0.2.2" }),
      signIn(at("09:00", 6), "ann@contoso.example", {
        ipAddress: "203.0.113.9",
        location: lagos,
        autonomousSystemNumber: 64511,
      }),
      signIn(at("09:59", 6), "new@contoso.example"),
      ...(
        [
          ["ann", "203.0.113.9"],
          ["bob", "192.0.2.2"],
          ["dan", "203.0.113.77"],
          ["new", "192.0.2.1"],
        ] as const
      ).map(([name, address]) =>
        audit(at("10:00", 6), "User registered security info", [user(`${name}@contoso.example`)], {
          initiatedBy: byUser(`${name}@contoso.example`, address),
        }),
      ),
    ],
    columns: ["account", "address", "country"],
    rows: [
      ["ann@contoso.example", "203.0.113.9", "NG"],
      ["dan@contoso.example", "203.0.113.77", null],
    ],
  },
  {
    query: "detections/multifactor/mfa-weakened",
    title: "switched off, deleted, emptied; enabled, registered, and an ordinary update",
    records: (at) => [
      audit(at("08:00"), "Disable Strong Authentication", [user("ann@contoso.example")]),
      audit(at("08:01"), "Admin deleted security info", [user("bob@contoso.example")]),
      audit(at("08:02"), "Update user", [
        user(
          "cid@contoso.example",
          changed("StrongAuthenticationRequirement", "[]", '[{"RelyingParty":"*","State":1}]'),
        ),
      ]),
      audit(at("08:03"), "Update user", [
        user("dan@contoso.example", changed("StrongAuthenticationRequirement", '[{"State":1}]', "[]")),
      ]),
      audit(at("08:04"), "User registered security info", [user("eve@contoso.example")]),
      audit(at("08:05"), "Update user", [user("fay@contoso.example", changed("JobTitle", "[]", '["Clerk"]'))]),
    ],
    columns: ["account", "activity"],
    rows: [
      ["ann@contoso.example", "Disable Strong Authentication"],
      ["bob@contoso.example", "Admin deleted security info"],
      ["cid@contoso.example", "Update user"],
    ],
  },
];
