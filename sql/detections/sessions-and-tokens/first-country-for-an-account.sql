/*---
title: First sign-in from a country
description: |
  An account signed in from a country from which it never had before, after a time in which its habits could be learnt.
  Most hits are journeys. Look for those with an unmanaged device, a client the person does not use, one factor only, or a
  country in which the company has no business. The further back the logs reach, the fewer hits there are.
severity: low
attack: [T1078.004]
tables: [signins]
source: Idea from the hunting queries for new locations of reprise99/Sentinel-Queries (MIT).
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  learningDays: { type: bigint, default: 10, description: "Days for which the account must have been seen before a new country counts." }
  ignoredCountries: { type: array(varchar), default: [], description: "Countries to leave out, as two letters." }
---*/
WITH firsts AS (
  SELECT
    userPrincipalName,
    location.countryOrRegion AS country,
    min(createdDateTime) AS firstTime,
    max(createdDateTime) AS lastTime,
    count(*) AS signIns,
    min_by(ipAddress, createdDateTime) AS address,
    min_by(location.city, createdDateTime) AS city,
    min_by(appDisplayName, createdDateTime) AS application,
    min_by(deviceDetail.operatingSystem, createdDateTime) AS operatingSystem,
    bool_or(deviceDetail.isManaged) AS anyManagedDevice,
    min_by(id, createdDateTime) AS id
  FROM signins
  WHERE dt BETWEEN :from AND :to
    AND outcome = 'success'
    AND userPrincipalName <> ''
    AND location.countryOrRegion <> ''
  GROUP BY userPrincipalName, location.countryOrRegion
),
compared AS (
  SELECT
    f.*,
    min(firstTime) OVER (PARTITION BY userPrincipalName) AS accountSince,
    count(*) OVER (PARTITION BY userPrincipalName) AS countries
  FROM firsts AS f
)
SELECT
  firstTime AS time,
  userPrincipalName AS account,
  address,
  country,
  city,
  application,
  operatingSystem,
  anyManagedDevice,
  signIns,
  lastTime,
  countries,
  accountSince,
  id
FROM compared
WHERE firstTime >= date_add('day', :learningDays, accountSince)
  AND country NOT IN :ignoredCountries
ORDER BY time DESC
LIMIT 1000;
