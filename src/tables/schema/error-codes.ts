/** What a sign-in error code means for the person who reads the log. */
export interface ErrorCodeMeaning {
  readonly code: number;
  readonly meaning: string;
  /** True when the sign-in only paused for one more step and could go on from there. */
  readonly interrupt: boolean;
}

const failures: Readonly<Record<number, string>> = {
  50001: "the resource is disabled or unknown in the tenant",
  50011: "reply address not registered for the application",
  50012: "assertion signature or certificate not accepted",
  50013: "assertion malformed, expired or outside its time range",
  50020: "user of another directory is not allowed here",
  50027: "token invalid",
  50034: "no such user",
  50053: "account locked, or address blocked for malicious activity",
  50055: "password right but expired",
  50056: "no password, or a wrong one, in the directory",
  50057: "account disabled",
  50059: "tenant could not be told from the request",
  50064: "credentials do not validate",
  50085: "refresh token needs another provider's sign-in",
  50089: "flow token expired",
  50105: "user not assigned to the application",
  50126: "wrong user name or password",
  50132: "session revoked or expired",
  50133: "session ended by a password change",
  50135: "password change needed because of risk",
  50142: "password change needed by Conditional Access",
  50144: "Active Directory password expired",
  50155: "device could not be authenticated",
  50173: "token revoked; a new sign-in is needed",
  50194: "application is not multi-tenant",
  50196: "client asked for the same token in a loop",
  53000: "device not compliant",
  53001: "device not joined to the domain",
  53002: "application not approved by Conditional Access",
  53003: "blocked by Conditional Access",
  53004: "must register multifactor authentication first",
  53011: "blocked because of risk",
  65004: "user declined consent",
  70000: "grant invalid",
  70002: "client credentials do not validate",
  70008: "grant expired or revoked",
  70011: "scope invalid",
  70021: "no matching federated identity credential",
  70043: "sign-in frequency check ended the refresh token",
  70044: "sign-in frequency check ended the session",
  80012: "outside the user's permitted log-on hours",
  81010: "seamless single sign-on ticket expired or invalid",
  90002: "tenant not found",
  90014: "request lacks a required field",
  90072: "account of another tenant must be added as a guest first",
  90094: "administrator consent required",
  90095: "administrator consent was asked for",
  500011: "resource not found in the tenant",
  500021: "blocked by tenant restrictions",
  500121: "second factor failed or was refused",
  500133: "assertion outside its time range",
  530002: "device must be compliant",
  530003: "device must be managed",
  530032: "blocked by security policy",
  530034: "delegated administrator blocked",
  530035: "blocked by security defaults",
  700016: "application not found in the tenant",
  700027: "client assertion signature not accepted",
  700082: "refresh token expired through disuse",
  7000112: "application disabled",
  7000215: "wrong client secret",
  7000218: "client sent no credential",
  7000222: "client secret expired",
};

// Facts of Microsoft's error reference (interrupt, prompt, enrolment), and practice: these never count as failures.
const interrupts: Readonly<Record<number, string>> = {
  16000: "account must be chosen",
  50058: "no session for silent sign-in; the user is asked",
  50072: "second factor must be enrolled",
  50074: "second factor asked for",
  50076: "second factor asked for by Conditional Access or place",
  50079: "second factor must be enrolled by policy",
  50097: "device authentication asked for",
  50125: "password reset or registration asked for",
  50127: "broker app must be installed",
  50129: "device must be joined",
  50140: "asked whether to stay signed in",
  50143: "session does not match the resource; a new one is asked for",
  50158: "external challenge, for example another provider's second factor",
  50199: "asked to confirm the sign-in",
  50201: "message shown before going on",
  50203: "reminder to register the authenticator app",
  50206: "device consent asked for",
  51006: "Windows authentication asked for",
  52004: "consent to LinkedIn asked for",
  65001: "consent asked for",
};

const byCode: ReadonlyMap<number, ErrorCodeMeaning> = new Map([
  [0, { code: 0, meaning: "success", interrupt: false }],
  ...entries(failures, false),
  ...entries(interrupts, true),
]);

/** Every code we can explain, in ascending order. */
export const errorCodes: readonly ErrorCodeMeaning[] = [...byCode.values()].sort((a, b) => a.code - b.code);

/** The codes whose sign-ins have the outcome `interrupted`. */
export const interruptCodes: readonly number[] = errorCodes.filter((each) => each.interrupt).map((each) => each.code);

/** The meaning of a code, when we know it. */
export function meaningOf(code: number): string | undefined {
  return byCode.get(code)?.meaning;
}

function entries(texts: Readonly<Record<number, string>>, interrupt: boolean): [number, ErrorCodeMeaning][] {
  return Object.entries(texts).map(([code, meaning]) => [Number(code), { code: Number(code), meaning, interrupt }]);
}
