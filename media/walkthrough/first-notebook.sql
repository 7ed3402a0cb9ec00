/*---
title: My first investigation
description: Who fails to sign in, from where, and what else these addresses did.
tables: [signins, events]
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  minAccounts: { type: bigint, default: 8, description: "Fewest accounts that an address must have failed on." }
---*/

-- %% [markdown]
-- # My first investigation
-- Run the cells from the top. The form above holds the values of all of them. A note such as this one is a comment in the
-- `.sql` file, which you save, share and review as text.

-- %% Failed sign-ins by day
SELECT dt AS day, count(*) AS failures, count(DISTINCT ipAddress) AS addresses
FROM signins
WHERE dt BETWEEN :from AND :to
  AND outcome = 'failure'
GROUP BY dt
ORDER BY day;

-- %% Addresses that failed on many accounts
SELECT ipAddress AS address, count(DISTINCT userPrincipalName) AS accounts, count(*) AS failures
FROM signins
WHERE dt BETWEEN :from AND :to
  AND outcome = 'failure'
  AND ipAddress <> ''
GROUP BY ipAddress
HAVING count(DISTINCT userPrincipalName) >= :minAccounts
ORDER BY accounts DESC
LIMIT 100;

-- %% What else these addresses did
SELECT e.time, e.ipAddress AS address, e.actor, e.operation, e.target, e.outcome
FROM events AS e
WHERE e.dt BETWEEN :from AND :to
  AND e.ipAddress IN (
    SELECT ipAddress
    FROM signins
    WHERE dt BETWEEN :from AND :to
      AND outcome = 'failure'
      AND ipAddress <> ''
    GROUP BY ipAddress
    HAVING count(DISTINCT userPrincipalName) >= :minAccounts
  )
  -- Downloads and much else in Office 365 are recorded without an outcome.
  AND coalesce(e.outcome, '') <> 'failure'
ORDER BY e.time DESC
LIMIT 1000;
