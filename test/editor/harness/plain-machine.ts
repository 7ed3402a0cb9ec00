/** The settings of this machine that the extension host would take over. */
export const plainMachine = { TZ: "UTC", LANG: "en_US.UTF-8", LC_ALL: "en_US.UTF-8", LANGUAGE: "en_US" } as const;

/** The settings of this machine's screen and user that a window would take over. */
export const plainWindow = { deviceScaleFactor: 1, locale: "en-US", timezoneId: "UTC" } as const;
