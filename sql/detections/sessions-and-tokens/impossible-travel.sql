/*---
title: Impossible travel
description: |
  Two sign-ins of one account, one after the other, lie further apart than a plane flies in the time between them; one line
  for each account and pair of places.
  A hit means that one of the two is not the person, or that one came through a VPN, a mobile carrier or a cloud proxy whose
  address is placed elsewhere. Put known networks into ignoredNetworks; for the rest look at device, client and whether the
  second place is new to the account.
severity: medium
attack: [T1078.004]
tables: [signins]
source: Own rule with the great-circle distance of the two places.
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  minKilometres: { type: double, default: 500.0, description: "Shorter distances are left out, for addresses are placed roughly." }
  maxSpeed: { type: double, default: 900.0, description: "Kilometres an hour that a person can travel." }
  ignoredNetworks: { type: array(bigint), default: [], description: "Numbers of autonomous systems to leave out, for example that of the company's VPN." }
---*/
WITH places AS (
  SELECT
    createdDateTime,
    userPrincipalName,
    ipAddress,
    coalesce(location.city, '') || ', ' || location.countryOrRegion AS place,
    location.geoCoordinates.latitude AS latitude,
    location.geoCoordinates.longitude AS longitude,
    coalesce(nullif(deviceDetail.operatingSystem, ''), '(none)') AS operatingSystem,
    appDisplayName
  FROM signins
  WHERE dt BETWEEN :from AND :to
    AND outcome = 'success'
    AND userPrincipalName <> ''
    AND location.countryOrRegion <> ''
    AND location.geoCoordinates.latitude BETWEEN -90 AND 90
    AND location.geoCoordinates.longitude BETWEEN -180 AND 180
    AND NOT (location.geoCoordinates.latitude = 0 AND location.geoCoordinates.longitude = 0)
    AND coalesce(autonomousSystemNumber, 0) NOT IN :ignoredNetworks
),
steps AS (
  SELECT
    p.*,
    lag(createdDateTime) OVER byTime AS previousTime,
    lag(ipAddress) OVER byTime AS previousAddress,
    lag(place) OVER byTime AS previousPlace,
    lag(operatingSystem) OVER byTime AS previousSystem,
    lag(latitude) OVER byTime AS previousLatitude,
    lag(longitude) OVER byTime AS previousLongitude
  FROM places AS p
  WINDOW byTime AS (PARTITION BY userPrincipalName ORDER BY createdDateTime)
),
travel AS (
  SELECT
    s.*,
    great_circle_distance(latitude, longitude, previousLatitude, previousLongitude) AS kilometres,
    CAST(date_diff('second', previousTime, createdDateTime) AS double) / 3600 AS hours
  FROM steps AS s
  WHERE previousTime IS NOT NULL
)
SELECT
  min(createdDateTime) AS time,
  userPrincipalName AS account,
  min_by(ipAddress, createdDateTime) AS address,
  min_by(place, createdDateTime) AS place,
  min_by(previousAddress, createdDateTime) AS previousAddress,
  min_by(previousPlace, createdDateTime) AS previousPlace,
  round(max(kilometres)) AS kilometres,
  round(min(hours), 2) AS hours,
  min_by(operatingSystem, createdDateTime) AS operatingSystem,
  min_by(previousSystem, createdDateTime) AS previousOperatingSystem,
  min_by(appDisplayName, createdDateTime) AS application,
  count(*) AS times,
  max(createdDateTime) AS lastTime
FROM travel
WHERE kilometres >= :minKilometres
  AND kilometres > hours * :maxSpeed
GROUP BY userPrincipalName, least(place, previousPlace), greatest(place, previousPlace)
ORDER BY time DESC
LIMIT 1000;
