"""The look of the report: the tokens of the service's pages, light, dark and on paper."""

from __future__ import annotations

__all__ = ["STYLE"]

STYLE = """
:root{color-scheme:light dark;--ink:#17202a;--soft:#4a5561;--paper:#fff;--canvas:#f5f6f8;--line:#cfd6de;--accent:#0b5d66;--focus:#ffbf47;--ok:#1e6b3a;--bad:#a3122a;--stale:#a33d00;--info:#1c4e91}
@media screen and (prefers-color-scheme:dark){:root{--ink:#e9edf1;--soft:#aab4bf;--paper:#14181d;--canvas:#0e1115;--line:#38414b;--accent:#6cc5cf;--ok:#7fd19b;--bad:#ff9aa8;--stale:#ffb27a;--info:#9cc4ff}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:72rem;padding:24px 16px;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
h1{font-size:32px;line-height:1.2;margin:0 0 8px}
h2{font-size:24px;line-height:1.25;margin:40px 0 8px}
h3{display:inline;font-size:19px}
p{max-width:70ch;margin:0 0 12px}
a{color:var(--accent)}
:focus-visible{outline:3px solid var(--focus);outline-offset:1px;box-shadow:0 0 0 5px var(--ink)}
.skip{position:absolute;left:-999px}
.skip:focus{left:16px;top:8px;background:var(--paper);padding:8px}
.scheme,.soft,footer{color:var(--soft)}
.scheme{margin:0}
.notice{border-left:4px solid var(--stale);padding:8px 12px;background:var(--canvas)}
.wide{overflow-x:auto}
table{border-collapse:collapse;margin:8px 0 16px;font-variant-numeric:tabular-nums}
th,td{border-bottom:1px solid var(--line);padding:4px 12px 4px 0;text-align:left;vertical-align:top}
details tbody th,details td,td code{overflow-wrap:anywhere}
thead th{color:var(--soft);font-weight:600}
tbody th{font-weight:400}
details table{width:100%}
details th:first-child{width:22%}
details td:nth-child(2){width:26%}
th.count,td.count{text-align:right}
code{font:14px/1.5 ui-monospace,monospace}
.wide th,.wide td{white-space:nowrap}
summary{cursor:pointer;padding:8px 0;min-height:44px}
summary .count{color:var(--soft)}
ul{margin:0;padding-left:16px}
.key{list-style:none;padding:0}
del{color:var(--bad);text-decoration:line-through}
ins{color:var(--ok);text-decoration:underline;text-underline-offset:3px}
.lang{color:var(--soft);font:14px/1.5 ui-monospace,monospace}
.meaning,.wording,.cosmetic{font-size:14px;padding:0 6px;border:1px solid currentcolor;border-radius:4px;white-space:nowrap}
.meaning{color:var(--bad)}.meaning::before{content:"◆ "}
.wording{color:var(--info)}.wording::before{content:"● "}
.cosmetic{color:var(--soft)}.cosmetic::before{content:"○ "}
footer{border-top:1px solid var(--line);margin-top:40px;padding-top:16px;font-size:14px}
@media (max-width:40rem){details table,details tbody,details tr,details th,details td{display:block;width:auto!important;border:0;padding:0}details thead{display:none}details tr{border-bottom:1px solid var(--line);padding:8px 0}}
@page{size:A4;margin:15mm}
@media print{body{max-width:none;padding:0;font-size:10pt}h1{font-size:20pt}h2{font-size:14pt;break-after:avoid}h3{font-size:12pt}code,.lang,.meaning,.wording,.cosmetic{font-size:9pt}a{color:inherit;text-decoration:none}.skip{display:none}.wide{overflow:visible}.wide table{font-size:8pt}.wide thead th{white-space:normal}thead{display:table-header-group}tr{break-inside:avoid}details:not([open])>summary::after{content:" (folded, so not printed)"}summary{min-height:0}}
"""
