/*---
title: Accounts of an application
description: |
  Who signs in with one application, known by its id, because anybody may give an application any name. Each account with
  how often and from how many addresses and countries. An account with its first use on the day of an incident stands out.
attack: [T1528]
tables: [signins]
source: Own query.
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  application: { type: varchar, description: "Application (client) id, or the id of its service principal." }
  tenant: { type: varchar, default: "", description: "Only events of this tenant; empty reads all." }
---*/
SELECT
  min(createdDateTime) AS time,
  max(createdDateTime) AS lastTime,
  coalesce(nullif(userPrincipalName, ''), nullif(servicePrincipalName, ''), nullif(userId, '')) AS account,
  max(appDisplayName) AS application,
  count(*) AS signIns,
  count_if(outcome = 'success') AS successes,
  count_if(outcome = 'failure') AS failures,
  count(DISTINCT ipAddress) AS addresses,
  array_join(slice(array_sort(array_agg(DISTINCT location.countryOrRegion)), 1, 10), ', ') AS countries,
  array_join(slice(array_sort(array_agg(DISTINCT resourceDisplayName)), 1, 10), ', ') AS resources
FROM signins
WHERE dt BETWEEN :from AND :to
  AND (:tenant = '' OR tenantId = :tenant)
  AND lower(:application) IN (lower(appId), lower(servicePrincipalId), lower(appServicePrincipalId))
GROUP BY coalesce(nullif(userPrincipalName, ''), nullif(servicePrincipalName, ''), nullif(userId, ''))
ORDER BY signIns DESC, account
LIMIT 10000;
