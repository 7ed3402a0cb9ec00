/** The colours that a chart is drawn in, as a canvas takes them. */
export interface ChartColours {
  readonly series: readonly string[];
  /** What has no colour of its own: the rest of the values. */
  readonly rest: string;
  readonly good: string;
  readonly bad: string;
  readonly uncertain: string;
  readonly text: string;
  readonly quietText: string;
  readonly lines: string;
  readonly background: string;
  readonly raised: string;
  readonly focus: string;
  readonly font: string;
  readonly fontSize: number;
  /** Shapes tell apart what colours tell apart, too. */
  readonly isHighContrast: boolean;
}

/** The theme's colours where the element stands. */
export function chartColours(element: Element): ChartColours {
  const style = getComputedStyle(element);
  const colour = (name: string, other: string): string => style.getPropertyValue(`--vscode-${name}`).trim() || other;
  const text = colour("foreground", "#808080");
  return {
    series: [
      colour("charts-blue", "#3794ff"),
      colour("charts-orange", "#d18616"),
      colour("charts-green", "#89d185"),
      colour("charts-purple", "#b180d7"),
      colour("charts-yellow", "#cca700"),
      colour("charts-red", "#f14c4c"),
      colour("terminal-ansiCyan", "#29b8db"),
      colour("terminal-ansiMagenta", "#bc3fbc"),
    ],
    rest: colour("disabledForeground", "#808080"),
    good: colour("charts-green", "#89d185"),
    bad: colour("charts-red", "#f14c4c"),
    uncertain: colour("charts-yellow", "#cca700"),
    text: colour("charts-foreground", text),
    quietText: colour("descriptionForeground", text),
    lines: colour("charts-lines", text),
    background: colour("editor-background", "#ffffff"),
    raised: colour("editorWidget-background", "#f8f8f8"),
    focus: colour("focusBorder", text),
    font: style.fontFamily,
    fontSize: Number.parseFloat(style.fontSize) || 13,
    isHighContrast:
      document.body.classList.contains("vscode-high-contrast") ||
      document.body.classList.contains("vscode-high-contrast-light"),
  };
}

const goodWords = /^(success|succeeded|ok|allowed|satisfied|low|none)$/i;
const badWords = /^(failure|failed|error|blocked|high|critical)$/i;
const uncertainWords = /^(interrupted|medium|warning|pending|unknown)$/i;

/** The colour of a series; what is known as good or bad is drawn so. */
export function seriesColour(colours: ChartColours, index: number, label: string, isRest: boolean): string {
  if (isRest) return colours.rest;
  if (goodWords.test(label)) return colours.good;
  if (badWords.test(label)) return colours.bad;
  if (uncertainWords.test(label)) return colours.uncertain;
  return colours.series[index % colours.series.length] ?? colours.text;
}

/** Calls back whenever the theme changes: VS Code then gives the page another class and other variables. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.body, { attributes: true, attributeFilter: ["class", "style"] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["class", "style"] });
  return () => observer.disconnect();
}
