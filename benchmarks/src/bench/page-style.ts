import { darkRules } from './palette.ts';

const DARK = `:root{--page:#14181c;--ink:#e3e8ec;--soft:#aeb8c2;--line:#39414a;--shade:#1c2127;--good:#2fc79b;--bad:#ff8c3a;--link:#7cc4ff}`;

/** Light, dark, narrow and printed. */
export const PAGE_STYLE: string = `
:root{--page:#fff;--ink:#1b2127;--soft:#48515b;--line:#dce1e6;--shade:#f5f7f9;--good:#007a58;--bad:#b84a00;--link:#005a8c;color-scheme:light dark}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0 auto;padding:1.5rem 1rem 4rem;max-width:76rem;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,sans-serif;overflow-wrap:break-word}
h1{font-size:1.7rem;line-height:1.2;margin:0 0 .75rem}
h2{font-size:1.4rem;line-height:1.25;margin:3rem 0 .5rem;padding-top:1rem;border-top:2px solid var(--line)}
h3{font-size:1.1rem;margin:2rem 0 .35rem}
p{margin:.35rem 0;max-width:48rem}
a{color:var(--link)}
nav{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin:1rem 0}
.soft,.conditions,figcaption,.note{color:var(--soft)}
.conditions{font-size:.85rem}
ul{margin:.5rem 0;padding-left:1.2rem;max-width:48rem}
.findings li{margin:.25rem 0}
.scroll{overflow-x:auto;margin:.75rem 0;border:1px solid var(--line);border-radius:6px}
table{border-collapse:collapse;font-size:.85rem;font-variant-numeric:tabular-nums;width:100%}
th,td{padding:.3rem .7rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
tr:last-child td{border-bottom:0}
th{background:var(--shade);font-weight:600;white-space:nowrap}
td.figure{text-align:right;white-space:nowrap}
th.figure{text-align:right}
td.long{min-width:12rem}
td small{display:block;color:var(--soft)}
.good{color:var(--good);font-weight:600}
.bad{color:var(--bad);font-weight:600}
.note{font-size:.85rem}
figure{margin:1.25rem 0}
figcaption{font-weight:600;color:var(--ink)}
.legend{display:flex;flex-wrap:wrap;gap:.15rem 1.1rem;font-size:.85rem;margin:.3rem 0;padding:0;list-style:none;max-width:none}
.legend svg{width:26px;height:12px;vertical-align:-1px;margin-right:.4rem}
.legend svg.box{width:12px}
.panels{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem}
.panel{margin:0;flex:0 1 auto;min-width:0;max-width:100%}
.panel span{display:block;font-size:.85rem;color:var(--soft)}
.panel svg{display:block;max-width:100%;height:auto}
@media screen and (prefers-color-scheme:dark){
${DARK}
${darkRules()}
}
@media print{
body{max-width:none;padding:0;font-size:10pt}
nav{display:none}
h2{break-before:page}
h2.first{break-before:auto}
h2,h3{break-after:avoid}
figure,.panel,tr,li{break-inside:avoid}
.scroll{overflow:visible;border:0}
table{font-size:7.5pt}
th,td{padding:.15rem .3rem}
th,td.figure{white-space:normal}
.panels{gap:.3rem 1%}
.panel:not(:only-child){flex:0 1 32%}
}
`;
