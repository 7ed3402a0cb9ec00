/**
 * US dollars of what a stack uses, in N. Virginia, without any free tier; other regions differ by up to a half. From the
 * price pages of AWS, read in November 2026:
 * https://aws.amazon.com/lambda/pricing, /s3/pricing, /cloudwatch/pricing, /kms/pricing, /athena/pricing.
 */
export const prices = {
  lambdaGbSecond: { arm64: 0.0000133334, x86_64: 0.0000166667 },
  lambdaRequest: 0.2 / 1e6,
  s3GbMonth: 0.023,
  s3Write: 5 / 1e6,
  s3Read: 0.4 / 1e6,
  alarm: 0.1,
  metric: 0.3,
  logGb: 0.5,
  kmsKey: 1,
  athenaTb: 5,
} as const;
