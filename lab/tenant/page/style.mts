import { createHash } from 'node:crypto';
import { Markup } from '../html.mts';

// Colours with a contrast of at least 7:1 on their ground, by day and by night.
const CSS = `
:root { color-scheme: light dark; --ground: #fff; --text: #1b1b1b; --quiet: #4a4a4a; --line: #8a8a8a; --link: #0b4fa8; --mark: #eef3fb; --bad: #8f0000; }
@media (prefers-color-scheme: dark) { :root { --ground: #161616; --text: #f2f2f2; --quiet: #c8c8c8; --line: #7d7d7d; --link: #9ec5ff; --mark: #24303f; --bad: #ffb3ad; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
header, main, footer { max-width: 84rem; margin: 0 auto; padding: 0.75rem 1rem; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -99rem; }
.skip:focus { position: static; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; list-style: none; margin: 0; padding: 0; }
nav [aria-current] { font-weight: bold; color: var(--text); }
h1 { font-size: 1.6rem; margin: 0.5rem 0; }
h2 { font-size: 1.2rem; margin: 1.5rem 0 0.5rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; color: var(--quiet); padding: 0.25rem 0; }
th, td { border-bottom: 1px solid var(--line); padding: 0.35rem 0.6rem; text-align: left; vertical-align: top; max-width: 26rem; overflow-wrap: break-word; }
thead th { white-space: nowrap; }
tbody th { font-weight: normal; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1rem; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
bdi { white-space: pre-wrap; }
time { white-space: nowrap; }
.quiet { color: var(--quiet); }
[role='status'] { background: var(--mark); padding: 0.5rem 0.75rem; }
[role='alert'] { color: var(--bad); }
fieldset { border: 1px solid var(--line); margin: 0 0 1rem; }
.choice { display: block; padding: 0.2rem 0; }
select, button { font: inherit; padding: 0.35rem 0.75rem; margin: 0.25rem 0.5rem 0.25rem 0; color: inherit; background: var(--ground); border: 1px solid var(--line); }
button { background: var(--mark); }
`;

/** The style sheet, inside the page: nothing is loaded from anywhere. */
export const STYLE = new Markup(`<style>${CSS}</style>`);

/** What `style-src` allows: this style sheet and no other. */
export const STYLE_SOURCE = `'sha256-${createHash('sha256').update(CSS).digest('base64')}'`;
