/*---
title: Inbox rule that forwards or hides mail
description: |
  A rule was made or changed that sends mail elsewhere, deletes it, or moves it to a folder nobody reads.
  Intruders answer invoices from a mailbox and hide the replies with such rules. Look at the address and session of the actor:
  if they are not the person's, remove the rule, revoke the sessions, and read what was sent meanwhile. Rules named with one
  or two signs are seldom made by people. Rules that Outlook writes itself (UpdateInboxRules) tell less and are included.
severity: high
attack: [T1564.008, T1114.003]
tables: [activity]
source: Idea from Microsoft Sentinel "Malicious inbox rule" (MIT) and Splunk security_content (Apache-2.0).
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  hidingFolders:
    type: array(varchar)
    default: ["RSS Feeds", "RSS Subscriptions", "RSS-Feeds", "RSS-Abonnements", "Flux RSS", "Conversation History", "Aufgezeichnete Unterhaltungen", "Deleted Items", "Junk Email", "Notes", "Archive"]
    description: "Folders in which a rule hides mail; add those of your languages."
  internalDomains: { type: array(varchar), default: [], description: "Domains to which mail may be forwarded." }
---*/
WITH rules AS (
  SELECT
    CreationTime,
    UserId,
    ipAddress,
    Operation,
    ObjectId,
    sessionId,
    Id,
    CAST(json_parse(Parameters) AS array(json)) AS settings,
    array_join(
      transform(filter(OperationProperties, p -> p.Name IN ('RuleName', 'RuleOperation')), p -> p.Name || '=' || p.Value),
      '; '
    ) AS outlookRule,
    element_at(filter(OperationProperties, p -> p.Name = 'RuleActions'), 1).Value AS ruleActions
  FROM activity
  WHERE dt BETWEEN :from AND :to
    AND Operation IN ('New-InboxRule', 'Set-InboxRule', 'Enable-InboxRule', 'UpdateInboxRules')
),
judged AS (
  SELECT
    r.*,
    filter(
      settings,
      s -> json_extract_scalar(s, '$.Name') IN ('ForwardTo', 'ForwardAsAttachmentTo', 'RedirectTo')
        AND json_extract_scalar(s, '$.Value') <> ''
        AND NOT any_match(:internalDomains, d -> starts_with(reverse(lower(json_extract_scalar(s, '$.Value'))), reverse('@' || lower(d))))
    ) AS forwards,
    filter(
      settings,
      s -> (json_extract_scalar(s, '$.Name') IN ('DeleteMessage', 'SoftDeleteMessage') AND lower(json_extract_scalar(s, '$.Value')) = 'true')
        OR (json_extract_scalar(s, '$.Name') = 'MoveToFolder'
          AND any_match(:hidingFolders, f -> starts_with(reverse(lower(json_extract_scalar(s, '$.Value'))), reverse(lower(f)))))
    ) AS hides
  FROM rules AS r
)
SELECT
  CreationTime AS time,
  UserId AS account,
  ipAddress AS address,
  CASE
    WHEN cardinality(forwards) > 0 AND cardinality(hides) > 0 THEN 'forwards and hides'
    WHEN cardinality(forwards) > 0 THEN 'forwards'
    WHEN cardinality(hides) > 0 THEN 'hides'
    ELSE 'made in Outlook'
  END AS what,
  coalesce(
    array_join(
      transform(settings, s -> json_extract_scalar(s, '$.Name') || '=' || coalesce(json_extract_scalar(s, '$.Value'), '')),
      '; '
    ),
    outlookRule || '; ' || ruleActions
  ) AS rule,
  Operation AS operation,
  ObjectId AS object,
  sessionId,
  Id AS id
FROM judged
WHERE cardinality(forwards) > 0
  OR cardinality(hides) > 0
  OR regexp_like(lower(coalesce(ruleActions, '')), 'forward|redirect|delete')
ORDER BY time DESC
LIMIT 1000;
