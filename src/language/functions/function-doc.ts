/**
 * Functions by name: how each is called, one way a line, and what it gives. The names of arguments are ours; what they
 * do is as Trino's reference says (https://trino.io/docs/current/functions.html), which Athena's engine follows.
 */
export type FunctionDocs = Readonly<Record<string, readonly [calls: string, gives: string]>>;
