/*---
title: Accounts with most failures
description: |
  The accounts whose sign-ins failed most often, with the errors and addresses behind it.
  Old passwords on forgotten devices lead this list; many addresses and one error, 50126, mean guessing.
tables: [signins]
source: Own query.
chart: { type: bar, x: account, y: failures }
dashboard: { order: 60 }
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  accounts: { type: bigint, default: 10, description: "How many accounts to show." }
  user: { type: varchar, default: "", description: "Part of a user principal name; empty for all." }
  application: { type: varchar, default: "", description: "Part of an application's name, or its id; empty for all." }
---*/
WITH failures AS (
  SELECT
    userPrincipalName AS account,
    count(*) AS failures,
    count(DISTINCT ipAddress) AS addresses,
    array_join(array_sort(array_agg(DISTINCT status.errorCode)), ', ') AS errorCodes,
    array_join(array_sort(array_agg(DISTINCT location.countryOrRegion)), ', ') AS countries,
    max(createdDateTime) AS lastTime
  FROM signins
  WHERE dt BETWEEN :from AND :to
    AND outcome = 'failure'
    AND userPrincipalName <> ''
    AND (:user = '' OR strpos(lower(coalesce(userPrincipalName, '')), lower(:user)) > 0)
    AND (:application = '' OR strpos(lower(coalesce(appDisplayName, '')), lower(:application)) > 0 OR appId = lower(:application))
  GROUP BY userPrincipalName
),
ranked AS (
  SELECT f.*, row_number() OVER (ORDER BY failures DESC, account) AS position FROM failures AS f
)
SELECT account, failures, addresses, errorCodes, countries, lastTime
FROM ranked
WHERE position <= :accounts
ORDER BY position;
