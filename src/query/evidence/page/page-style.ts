/** The style of the page, in the page: it loads nothing. Light alone, because it is a document to be printed. */
export const pageStyle = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 2.5rem 2rem 4rem; background: #fff; color: #1b1f24;
  font: 15px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .3rem; }
h2 { font-size: 1.2rem; margin: 2.6rem 0 .6rem; padding-top: .9rem; border-top: 1px solid #d0d7de; }
h3, h4, h5, h6 { font-size: 1rem; margin: 1.3rem 0 .4rem; }
p { margin: .45rem 0; }
.sub, caption, .facts dt { color: #57606a; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.2rem; margin: .8rem 0; }
.facts dd { margin: 0; }
pre, code, .digest { font: 12.5px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
pre { background: #f6f8fa; border: 1px solid #d0d7de; border-radius: 4px; padding: .7rem .9rem; margin: .6rem 0;
  white-space: pre-wrap; }
.warning { border-left: 4px solid #9a6700; background: #fff8e5; padding: .5rem .9rem; margin: .7rem 0; }
.info { border-left: 4px solid #8c959f; background: #f6f8fa; padding: .5rem .9rem; margin: .7rem 0; }
.simulated { border-left-color: #8250df; background: #fbefff; }
.warning p, .info p { margin: .15rem 0; }
.wide { overflow-x: auto; margin: .7rem 0; }
table { border-collapse: collapse; width: 100%; font-size: 12.5px; line-height: 1.4; }
caption { text-align: left; padding-bottom: .3rem; }
th, td { border: 1px solid #d0d7de; padding: .25rem .5rem; text-align: left; vertical-align: top; min-width: 4.5rem; max-width: 28rem; }
th { background: #f6f8fa; font-weight: 600; overflow-wrap: normal; }
th small { display: block; font-weight: 400; color: #57606a; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
.null { color: #6e7781; font-style: italic; }
.mark { color: #a40e26; background: #ffebe9; border-radius: 2px; padding: 0 .15em; font-size: .9em; }
.note h3 { font-size: 1.15rem; }
nav ol { margin: .4rem 0; padding-left: 1.6rem; }
a { color: #0b5cad; }
footer { margin-top: 3rem; padding-top: .8rem; border-top: 1px solid #d0d7de; color: #57606a; font-size: 13px; }
@page { margin: 15mm 12mm; }
@media print {
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  table { font-size: 7.5pt; }
  th, td { padding: 1.5pt 3pt; min-width: 0; }
  th { overflow-wrap: anywhere; }
  thead { display: table-header-group; }
  tr, .warning, .info { break-inside: avoid; }
  h2, h3, caption { break-after: avoid; }
  .wide { overflow: visible; }
  a { color: inherit; text-decoration: none; }
}
`;
