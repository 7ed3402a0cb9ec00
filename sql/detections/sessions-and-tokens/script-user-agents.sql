/*---
title: Sign-in of a person with a script's user agent
description: |
  A person's account was signed in by an HTTP library or a known attack tool.
  A hit is either somebody's own automation or a phishing kit, a spraying tool or a token replayed by a script. Ask who runs
  it; if nobody does, treat the account as taken. User agents are only claims: their absence proves nothing.
severity: medium
attack: [T1078.004, T1550.001]
tables: [signins]
source: Idea from SigmaHQ (DRL 1.1) and Splunk security_content (Apache-2.0) rules on user agents.
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  expectedAccounts: { type: array(varchar), default: [], description: "Accounts whose scripts are known, in lower case." }
  collectorApps: { type: array(varchar), default: [], description: "Application ids of this lake's own collector, which are left out; filled in from the tenants that it collects." }
---*/
SELECT
  min(createdDateTime) AS time,
  userPrincipalName AS account,
  array_join(slice(array_sort(array_agg(DISTINCT ipAddress)), 1, 10), ', ') AS addresses,
  array_join(array_sort(array_agg(DISTINCT location.countryOrRegion)), ', ') AS countries,
  userAgent,
  array_join(slice(array_sort(array_agg(DISTINCT appDisplayName)), 1, 10), ', ') AS applications,
  count(*) AS signIns,
  max(createdDateTime) AS lastTime,
  array_join(slice(array_sort(array_agg(DISTINCT sessionId)), 1, 5), ', ') AS sessions
FROM signins
WHERE dt BETWEEN :from AND :to
  AND outcome = 'success'
  AND userPrincipalName <> ''
  AND userPrincipalName NOT IN :expectedAccounts
  AND coalesce(appId, '') NOT IN :collectorApps
  AND regexp_like(
    lower(coalesce(userAgent, '')),
    'python|axios|node-fetch|undici|^node|go-http-client|fasthttp|^curl|^wget|okhttp|^java/|libwww|powershell/|bav2ropc|azurehound|roadtools|aadinternals|teamfiltration'
  )
GROUP BY userPrincipalName, userAgent
ORDER BY time DESC
LIMIT 1000;
