import type { SignInCredential } from "./sign-in-credential.ts";

/** What the words of a refusal depend on. */
export interface RefusalContext {
  readonly credential?: SignInCredential["kind"];
  readonly flow?: "browser" | "device-code";
  /** The client secret has the shape of its id. */
  readonly secretLooksLikeItsId?: boolean;
}

type Sentence = string | ((context: RefusalContext) => string);

const registerCertificate =
  "Microsoft does not accept this certificate's signature: upload exactly this certificate to the app registration " +
  "under Certificates & secrets, and compare the thumbprints.";
const wrongCloud =
  "This tenant is in another Microsoft cloud than the one chosen; choose its cloud (global, US Government, DoD or China).";
const noSuchApp =
  "There is no app with this application (client) id in this tenant: check the client id, the tenant id and the cloud, " +
  "and grant admin consent so that the app appears in the tenant.";
const disabledApp =
  "The app is disabled in this tenant: enable sign-in for it under Enterprise applications, Properties.";
const tenantNeeded = "Sign in at one tenant: enter its directory (tenant) id, not common, organizations or consumers.";
const freshAssertion =
  "The signed assertion is malformed, expired or not valid yet: check this computer's clock, then try again.";
const policyBlocks =
  "A security policy of the tenant blocks this sign-in: have an administrator adjust the policy or leave the app out of it.";
const consent =
  "Consent is missing: have an administrator open the consent address and accept the permissions, then try again.";
const oneResource =
  "A token was asked for with a scope that Microsoft does not accept (one API at a time, ending in /.default). This is a " +
  "fault of TenantTrail; please report it.";
const transient = "Microsoft Entra has a passing fault; the collector tries again later.";

function passwordRow(what: string): Sentence {
  return ({ credential }) =>
    credential === "person" || credential === undefined
      ? `${what} Sign in again in the browser.`
      : `${what} That is said of people; an app signs in with a secret or a certificate, so check the credential.`;
}

function wrongSecret({ secretLooksLikeItsId }: RefusalContext): string {
  return secretLooksLikeItsId
    ? "The client secret is wrong. What was entered looks like the secret's id (a GUID): copy the column Value, which " +
        "Microsoft shows only once; if it is gone, make a new secret."
    : "The client secret is wrong: copy the column Value, not the Secret ID, and check that it is of this app.";
}

function noCredential({ credential, flow }: RefusalContext): string {
  if (credential !== "person") return "No credential reached Microsoft: enter a client secret or a certificate.";
  return flow === "device-code"
    ? "The app registration allows no sign-in by device code: turn on Allow public client flows under Authentication."
    : "The app registration allows no sign-in from this computer: under Authentication add the platform Mobile and " +
        "desktop applications with the redirect address http://localhost.";
}

/** What to tell a person for each code of Microsoft Entra that a collector meets (graph.md §5.2); hints, nothing else. */
export const refusals: Readonly<Record<string, Sentence>> = {
  "7000215": wrongSecret,
  "7000222": "The client secret has expired: make a new one, or use a certificate, and enter it here.",
  "7000218": noCredential,
  "700025":
    "The app is a public client, which may not use a secret or a certificate: turn off Allow public client flows under " +
    "Authentication, or sign in as a person.",
  "70002": wrongSecret,
  "700016": noSuchApp,
  "700011": noSuchApp,
  "70001": disabledApp,
  "7000112": disabledApp,
  "700027": registerCertificate,
  "50012": registerCertificate,
  "700030":
    "The certificate's subject name is not one that the app trusts: use a certificate with the subject that was agreed.",
  "50013": freshAssertion,
  "500133": freshAssertion,
  "700024": freshAssertion,
  "50027": "Microsoft calls the signed assertion invalid: check its issuer, audience and times.",
  "900384":
    "Microsoft could not verify the assertion's signature: the issuer's keys must be reachable and it must sign with RS256.",
  "90002": "There is no such tenant in this cloud: check the directory (tenant) id and the cloud.",
  "90038": wrongCloud,
  "900382": wrongCloud,
  "900432": wrongCloud,
  "50059": tenantNeeded,
  "90019": tenantNeeded,
  "50194": tenantNeeded,
  "9001023": tenantNeeded,
  "90130": tenantNeeded,
  "500011":
    "The API is not known in this tenant: check the cloud; for the Office 365 Management APIs grant admin consent once, " +
    "so that they appear in the tenant.",
  "50001":
    "The API is disabled or not known in this tenant: check the cloud, and enable it under Enterprise applications.",
  "650052": "The organisation has not subscribed to this API or has it switched off: check the licences and enable it.",
  "650057":
    "The app registration does not list this API: add its permissions under API permissions and grant admin consent.",
  "650056":
    "The app registration has no permission for this API, or nobody consented: add the permissions and grant admin consent.",
  "65001": consent,
  "65004": "The consent was declined in the browser: an administrator must accept the permissions.",
  "90094": "Only an administrator may consent to these permissions: have one open the consent address and accept them.",
  "70011": oneResource,
  "700022": oneResource,
  "28002": oneResource,
  "50034": "There is no such user in this tenant: sign in with an account of this tenant.",
  "50126": passwordRow("The user name or the password is wrong."),
  "50053": passwordRow("The account is locked, or its address is blocked, after too many tries."),
  "50055": passwordRow("The password has expired."),
  "50057": passwordRow("The account is disabled."),
  "50076": passwordRow("The tenant asks for a second factor."),
  "50079": passwordRow("The tenant asks the person to register a second factor."),
  "53003":
    "Conditional Access blocks this sign-in: have an administrator leave the app out of the policy, or collect from an " +
    "allowed place.",
  "530032": policyBlocks,
  "530035": policyBlocks,
  "700213":
    "The subject of the federated credential does not match: set it to exactly the subject of the assertion, letter by " +
    "letter.",
  "7002137":
    "The subject of the federated credential does not match: set it to exactly the subject of the assertion, letter by " +
    "letter.",
  "7002138":
    "The subject of the federated credential differs from the assertion's, often only in upper and lower case: set it " +
    "letter by letter.",
  "700211":
    "The issuer of the federated credential does not match: set it to exactly the issuer of the assertion, with https " +
    "and without a slash at the end.",
  "700212":
    "The audience of the federated credential does not match: set api://AzureADTokenExchange on both sides (a national " +
    "cloud has its own).",
  "70021":
    "No federated credential of the app matches the assertion. If it was made just now, wait some minutes; else compare " +
    "issuer, subject and audience.",
  "700229": "The assertion is of a kind that Microsoft does not take: an app's own token is needed, not a person's.",
  "50196": "Too many identical token requests were made: wait some minutes before the next try.",
  "90055": "The tenant is throttled by Microsoft Entra; the collector waits and tries again.",
  "50033": transient,
  "90006": transient,
  "90012": transient,
  "90024": transient,
  "90033": transient,
  "50087": transient,
};

/** Codes after which the same request may succeed later (graph.md §5.2). */
export const transientCodes: readonly string[] = ["50033", "90006", "90012", "90024", "90033", "50087"];

export const throttlingCodes: readonly string[] = ["90055", "50196"];
