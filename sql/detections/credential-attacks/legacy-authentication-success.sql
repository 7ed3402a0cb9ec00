/*---
title: Legacy authentication that succeeded
description: |
  An account signed in with a protocol that cannot ask for a second factor.
  A hit means that a password alone opens this account, and that a spray over this protocol would be enough. Find the device
  or program behind it, move it to modern authentication, then block legacy authentication with Conditional Access. Accounts
  that are known and accepted belong into expectedAccounts.
severity: medium
attack: [T1078.004]
tables: [signins]
source: Idea from the legacy authentication queries of reprise99/Sentinel-Queries (MIT).
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  legacyClients:
    type: array(varchar)
    default: ["IMAP4", "IMAP", "POP3", "POP", "SMTP", "Authenticated SMTP", "Exchange ActiveSync", "Exchange Web Services", "Exchange Online PowerShell", "MAPI Over HTTP", "Autodiscover", "Offline Address Book", "Outlook Anywhere (RPC over HTTP)", "Reporting Web Services", "Other clients", "Other clients; IMAP", "Other clients; POP", "Other clients; SMTP"]
    description: "Values of clientAppUsed that stand for legacy protocols."
  expectedAccounts: { type: array(varchar), default: [], description: "Accounts that may do this, for example the scanner's mailbox; in lower case." }
---*/
SELECT
  min(createdDateTime) AS time,
  userPrincipalName AS account,
  clientAppUsed AS client,
  count(*) AS signIns,
  array_join(slice(array_sort(array_agg(DISTINCT ipAddress)), 1, 20), ', ') AS addresses,
  array_join(array_sort(array_agg(DISTINCT location.countryOrRegion)), ', ') AS countries,
  array_join(array_sort(array_agg(DISTINCT appDisplayName)), ', ') AS applications,
  max(createdDateTime) AS lastTime
FROM signins
WHERE dt BETWEEN :from AND :to
  AND clientAppUsed IN :legacyClients
  AND outcome = 'success'
  AND coalesce(userPrincipalName, '') NOT IN :expectedAccounts
GROUP BY userPrincipalName, clientAppUsed
ORDER BY lastTime DESC
LIMIT 1000;
