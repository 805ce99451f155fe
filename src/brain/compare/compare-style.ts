/** How the page looks. Pictures have the colors of paper in their attributes; in the dark they are given others. */
export const compareStyle = `
:root { --text: #1b1f24; --faint: #57606a; --page: #ffffff; --card: #f6f8fa; --line: #d0d7de; --link: #0550ae; --mark: #9a6700 }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6edf3; --faint: #9da7b3; --page: #0d1117; --card: #161b22; --line: #30363d; --link: #79c0ff; --mark: #e3b341 }
}
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 72rem; padding: 1rem; color: var(--text); background: var(--page); font: 16px/1.5 system-ui, "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; overflow-wrap: anywhere }
h1 { font-size: 1.6rem; line-height: 1.25; margin: .5rem 0 }
h2 { font-size: 1.3rem; margin: 0 }
h3 { font-size: 1rem; margin: 0 0 .5rem; color: var(--faint) }
a { color: var(--link) }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: 0; list-style: none }
nav a { display: inline-block; padding: .25rem 0 }
section { border-top: 1px solid var(--line); padding: 1.25rem 0 }
.question { margin: .25rem 0 1rem; color: var(--faint) }
.given, .times, footer { color: var(--faint); font-size: .9rem }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); gap: 1rem }
.columns > div { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: .75rem 1rem }
dl { margin: 0 }
dl > div { padding: .35rem 0; border-top: 1px solid var(--line) }
dl > div:first-child { border-top: 0 }
dt { font-size: .9rem }
dd { margin: 0; font-weight: 600; font-variant-numeric: tabular-nums }
cite { display: block; font-weight: 400; font-style: normal; font-size: .85rem; color: var(--faint) }
.unconfirmed { font-size: .8rem; font-weight: 400; color: var(--mark); border: 1px solid var(--mark); border-radius: 4px; padding: 0 .3em; white-space: nowrap }
.analogy { border-left: 4px solid var(--line); padding-left: .75rem; max-width: 60rem }
.plots { display: flex; flex-wrap: wrap; gap: 1rem }
figure { margin: 0; max-width: 100% }
figure svg { display: block; max-width: 100%; height: auto; border: 1px solid var(--line); border-radius: 8px }
@media (prefers-color-scheme: dark) {
  svg > rect { fill: var(--card) }
  svg text:not([fill]) { fill: var(--text) }
  svg [stroke="#333333"] { stroke: var(--faint) }
  svg [stroke="#bbbbbb"] { stroke: var(--line) }
  svg [stroke="#0072b2"] { stroke: #56b4e9 }
  svg [fill="#0072b2"] { fill: #56b4e9 }
  svg [stroke="#d55e00"] { stroke: #ff8c42 }
  svg [fill="#d55e00"] { fill: #ff8c42 }
  svg [stroke="#009e73"] { stroke: #2fd3a5 }
  svg [fill="#009e73"] { fill: #2fd3a5 }
}
@media print { section { break-inside: avoid } }
`;
