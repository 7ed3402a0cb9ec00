/*---
title: Mailbox or transport forwarding set
description: |
  A mailbox was told to forward all its mail, or a transport rule was made that copies or redirects mail.
  Unlike an inbox rule this works without the person's client and is easily overlooked. A hit to an address outside is a leak
  until somebody claims it: remove the forwarding, then check the actor's sign-ins and other mailboxes for the same target.
severity: high
attack: [T1114.003]
tables: [activity]
source: Idea from Microsoft Sentinel "Mail redirect via ExO transport rule" (MIT) and Splunk security_content (Apache-2.0).
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
---*/
WITH commands AS (
  SELECT
    CreationTime,
    UserId,
    ipAddress,
    Operation,
    ObjectId,
    sessionId,
    Id,
    filter(
      CAST(json_parse(Parameters) AS array(json)),
      p -> json_extract_scalar(p, '$.Name') IN (
          'ForwardingSmtpAddress', 'ForwardingAddress', 'RedirectMessageTo', 'BlindCopyTo', 'CopyTo', 'AddToRecipients'
        )
        AND json_extract_scalar(p, '$.Value') <> ''
    ) AS targets
  FROM activity
  WHERE dt BETWEEN :from AND :to
    AND Operation IN ('Set-Mailbox', 'New-TransportRule', 'Set-TransportRule')
    AND Parameters IS NOT NULL
)
SELECT
  CreationTime AS time,
  ObjectId AS mailboxOrRule,
  array_join(transform(targets, p -> json_extract_scalar(p, '$.Value')), ', ') AS forwardedTo,
  UserId AS actor,
  ipAddress AS address,
  Operation AS operation,
  array_join(transform(targets, p -> json_extract_scalar(p, '$.Name')), ', ') AS setting,
  sessionId,
  Id AS id
FROM commands
WHERE cardinality(targets) > 0
ORDER BY time DESC
LIMIT 1000;
