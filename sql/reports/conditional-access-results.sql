/*---
title: Conditional Access results
description: |
  How often each policy applied, was satisfied or blocked, and what report-only policies would have done. A policy that never
  applied protects nobody; one whose report-only failures are few can be switched on. Microsoft gives the policies only to
  readers with a permission on Conditional Access, and not in portal CSV.
tables: [signins]
source: Idea from the Conditional Access queries of reprise99/Sentinel-Queries (MIT).
chart: { type: bar, x: policy, y: [satisfied, blocked] }
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
---*/
SELECT
  p.policyName AS policy,
  count(*) AS evaluated,
  count_if(p.result = 'success') AS satisfied,
  count_if(p.result = 'failure') AS blocked,
  count_if(p.result = 'notApplied') AS notApplied,
  count_if(p.result = 'notEnabled') AS notEnabled,
  count_if(p.result = 'reportOnlySuccess') AS reportOnlySatisfied,
  count_if(p.result IN ('reportOnlyFailure', 'reportOnlyInterrupted')) AS reportOnlyBlocked,
  count(DISTINCT s.userPrincipalName) FILTER (WHERE p.result = 'failure') AS accountsBlocked,
  count(DISTINCT s.userPrincipalName) FILTER (WHERE p.result IN ('reportOnlyFailure', 'reportOnlyInterrupted'))
    AS accountsReportOnlyBlocked,
  max(s.createdDateTime) FILTER (WHERE p.result IN ('success', 'failure')) AS lastApplied,
  p.policyId
FROM signins AS s
CROSS JOIN UNNEST(s.appliedConditionalAccessPolicies) AS p (
  policyId, policyName, result, grantControls, sessionControls, sessionControlsNotSatisfied, conditionsSatisfied,
  conditionsNotSatisfied, includeRules, excludeRules, authenticationStrength
)
WHERE s.dt BETWEEN :from AND :to
GROUP BY p.policyId, p.policyName
ORDER BY blocked DESC, satisfied DESC, policy
LIMIT 1000;
