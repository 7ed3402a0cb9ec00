const pattern = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,7}))?(Z|[+-]\d\d:\d\d)?)?$/;

/** An OData v4 date or instant, in milliseconds since 1970 with a fraction; undefined when it is none. */
export function odataTime(text: string): number | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [, date, time = "00:00:00", fraction = "", zone = "Z"] = match;
  const whole = Date.parse(`${date}T${time.length === 5 ? `${time}:00` : time}${zone}`);
  return Number.isNaN(whole) ? undefined : whole + Number(fraction.padEnd(7, "0")) / 10_000;
}
