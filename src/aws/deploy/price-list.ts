/**
 * US dollars of what a stack uses, in N. Virginia, without any free tier; other regions differ by up to a half. From the
 * price pages of AWS, read in November 2026:
 * https://aws.amazon.com/lambda/pricing, /s3/pricing, /cloudwatch/pricing, /kms/pricing, /athena/pricing.
 */
export const prices = {
  lambdaGbSecond: { arm64: 0.0000133334, x86_64: 0.0000166667 },
  lambdaRequest: 0.2 / 1e6,
  s3GbMonth: 0.023,
  /** PUT, LIST and tagging. */
  s3Write: 5 / 1e6,
  s3Read: 0.4 / 1e6,
  alarm: 0.1,
  metric: 0.3,
  logGb: 0.5,
  kmsKey: 1,
  athenaTb: 5,
} as const;

/**
 * US dollars for each GB of the same logs that another place takes in. CloudWatch is `logGb` of the list above. Those of
 * Microsoft are second-hand, for Microsoft's own page shows them to a browser alone; read in November 2026:
 * analytics tier, pay as you go: "$4 to 5.50" (https://headland.pages.dev/arch-hybrid-log-ingestion-costs.html; others
 * say EUR 5.22, https://graewer.com/blog/sentinel-data-lake-migration); data lake tier: 0.05 for ingestion and 0.10 for
 * processing (https://charbelnemnom.com/log-tiering-with-microsoft-sentinel-data-lake/), without storage and queries.
 */
export const elsewhereGb = {
  "CloudWatch Logs": prices.logGb,
  "Sentinel, analytics tier": 4,
  "Sentinel, data lake tier": 0.15,
} as const;
