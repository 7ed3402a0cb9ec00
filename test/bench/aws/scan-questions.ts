/** A question that is asked over both layouts; `$days` is a condition on `dt`. */
export interface ScanQuestion {
  readonly name: string;
  readonly days: "month" | "day";
  readonly sql: string;
}

/** Ten questions that an analyst asks about sign-ins; `signins` has the columns' names and types in both layouts. */
export const scanQuestions: readonly ScanQuestion[] = [
  {
    name: "accounts with most failures",
    days: "month",
    sql: "SELECT userPrincipalName, count(*) AS n FROM signins WHERE status.errorCode <> 0 AND $days GROUP BY 1 ORDER BY n DESC, 1 LIMIT 10",
  },
  {
    name: "failures by error code",
    days: "month",
    sql: "SELECT status.errorCode AS code, count(*) AS n FROM signins WHERE status.errorCode <> 0 AND $days GROUP BY 1 ORDER BY n DESC, 1",
  },
  {
    name: "sign-ins by country",
    days: "month",
    sql: "SELECT location.countryOrRegion AS country, count(*) AS n FROM signins WHERE $days GROUP BY 1 ORDER BY n DESC, 1",
  },
  {
    name: "sign-ins a day",
    days: "month",
    sql: "SELECT dt, count(*) AS n FROM signins WHERE $days GROUP BY 1 ORDER BY 1",
  },
  {
    name: "legacy authentication",
    days: "month",
    sql: "SELECT clientAppUsed, count(*) AS n FROM signins WHERE clientAppUsed IN ('IMAP4', 'POP3', 'Authenticated SMTP', 'Other clients') AND $days GROUP BY 1 ORDER BY 1",
  },
  {
    name: "applications and their accounts",
    days: "month",
    sql: "SELECT appDisplayName, count(DISTINCT userPrincipalName) AS n FROM signins WHERE $days GROUP BY 1 ORDER BY n DESC, 1 LIMIT 20",
  },
  {
    name: "conditional access results",
    days: "month",
    sql: "SELECT conditionalAccessStatus, count(*) AS n FROM signins WHERE $days GROUP BY 1 ORDER BY 1",
  },
  {
    name: "password spray by address",
    days: "month",
    sql: "SELECT ipAddress, count(DISTINCT userPrincipalName) AS n FROM signins WHERE status.errorCode = 50126 AND $days GROUP BY 1 HAVING count(DISTINCT userPrincipalName) >= 5 ORDER BY n DESC, 1",
  },
  {
    name: "timeline of an account",
    days: "month",
    sql: "SELECT id, ipAddress, appDisplayName, status.errorCode AS code FROM signins WHERE userPrincipalName = (SELECT min(userPrincipalName) FROM signins WHERE $days) AND $days ORDER BY id LIMIT 200",
  },
  {
    name: "addresses of a day",
    days: "day",
    sql: "SELECT ipAddress, count(*) AS n FROM signins WHERE $days GROUP BY 1 ORDER BY n DESC, 1 LIMIT 50",
  },
];
