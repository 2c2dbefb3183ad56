"""The report as pages: one with all figures and bars, one for each part with every case, its answer and its checks."""

import html
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evals.measured import CaseRecord, Check, Kind, Metric, PartResult, shown
from evals.titles import Titles

_STYLE = """
body{font:16px/1.6 system-ui,sans-serif;max-width:64rem;margin:0 auto;padding:1rem;color:#1b2733;background:#fff}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}a{color:#0a5a8a}
table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #d5dde3;
padding:.3rem .5rem;text-align:start;vertical-align:top}
td.n{text-align:end;font-variant-numeric:tabular-nums;white-space:nowrap}
.bad{color:#a11;font-weight:600}.good{color:#176b3a}
details{border:1px solid #d5dde3;border-radius:.5rem;margin:.5rem 0;padding:.4rem .8rem}
details.failed{border-inline-start:.4rem solid #a11}summary{cursor:pointer}
pre{white-space:pre-wrap;font:inherit;background:#f4f7f9;padding:.6rem;border-radius:.4rem;margin:.4rem 0}
blockquote{margin:.3rem 0;padding-inline-start:.8rem;border-inline-start:3px solid #9fb3c0}
small{color:#4d5d69}
"""
_DISAGREE = (
    "不同意某一题的判定？每题都有编号：在 evals/datasets 里找到同名数据集的这一行，看“目的”和“应当”，"
    "把编号和理由提给维护者。题目改错可以，改松不行。"
)


def write_pages(report: dict[str, Any], results: Sequence[PartResult], folder: Path) -> Path:
    """Writes index.html and a page per part into `folder`. Returns the index."""
    folder.mkdir(parents=True, exist_ok=True)
    titles = Titles.read()
    for result in results:
        if result.cases:
            (folder / f"{result.part}.html").write_text(_part_page(result, titles), encoding="utf-8")
    index = folder / "index.html"
    index.write_text(_index(report, results, titles), encoding="utf-8")
    return index


def _index(report: dict[str, Any], results: Sequence[PartResult], titles: Titles) -> str:
    replier = "规则" if report["replier"] == "rules" else report["replier"]
    head = (
        f"<h1>质量评测报告</h1><p>{_(report['date'])}，<code>{_(report['command'])}</code>，"
        f"回答方式：{_(replier)}，用时 {report['seconds']} 秒。</p>"
        f"<p>{_(_DISAGREE)}</p>"
    )
    return _page("质量评测报告", head + "".join(_section(result, titles) for result in results))


def _section(result: PartResult, titles: Titles) -> str:
    title = _(titles.of_part(result.part))
    link = f'<a href="{_(result.part)}.html">{len(result.cases)} 题，逐题看</a>' if result.cases else "只公布总数"
    if result.absent:
        return f'<h2 id="{_(result.part)}">{title}</h2><p class="bad">没有测：{_(result.absent)}</p>'
    notes = "".join(f"<p><small>{_(note)}</small></p>" for note in result.notes)
    rows = "".join(_row(metric, titles) for metric in result.metrics)
    return f'<h2 id="{_(result.part)}">{title}</h2><p>{link}</p><table>{rows}</table>{notes}'


def _row(metric: Metric, titles: Titles) -> str:
    wrong = metric.kind is Kind.BREACH and metric.value != 0
    value = shown(metric) + (" %" if metric.kind in (Kind.SHARE, Kind.ALARM) else "")
    bar = _bar(metric) if metric.kind in (Kind.SHARE, Kind.ALARM) else ""
    return (
        f"<tr><th scope=row>{_(titles.of_measure(metric.name))}</th><td>{bar}</td>"
        f'<td class="n{" bad" if wrong else ""}">{value}</td><td class=n><small>{metric.number} 项</small></td></tr>'
    )


def _bar(metric: Metric) -> str:
    """A bar of 200 × 14, the length the share; red-brown where less is better."""
    width = max(0.0, min(metric.value, 1.0)) * 200 if metric.value == metric.value else 0
    colour = "#b4552d" if metric.kind is Kind.ALARM else "#1f7a8c"
    return (
        f'<svg width="200" height="14" role="img" aria-label="{_(shown(metric))} %">'
        f'<rect width="200" height="14" fill="#e3eaee"/><rect width="{width:.1f}" height="14" fill="{colour}"/></svg>'
    )


def _part_page(result: PartResult, titles: Titles) -> str:
    failed = [case for case in result.cases if not case.passed]
    passed = [case for case in result.cases if case.passed]
    title = titles.of_part(result.part)
    body = (
        f'<p><a href="index.html">全部结果</a></p><h1>{_(title)}</h1><p>{_(_DISAGREE)}</p>'
        f"<table>{''.join(_row(metric, titles) for metric in result.metrics)}</table>"
        f"<h2>没有全对的（{len(failed)}）</h2>{''.join(_case(case, titles) for case in failed)}"
        f"<h2>全对的（{len(passed)}）</h2>{''.join(_case(case, titles) for case in passed)}"
    )
    return _page(title, body)


def _case(case: CaseRecord, titles: Titles) -> str:
    said = "".join(f"<p>问：{_(text)}</p>" for text in case.said)
    answer = f"<p>答 <small>{_(case.status)}</small></p><pre>{_(case.answer)}</pre>" if case.answer else ""
    sources = "".join(
        f"<blockquote>[{one.number}] {_(one.title)} {_(one.clause)} <small>{_(one.passage_id)}</small><br>"
        f"{_(one.quote)}</blockquote>"
        for one in case.sources
    )
    checks = "".join(_check(check, titles) for check in case.checks)
    first = case.said[-1] if case.said else case.id
    purpose = f"<p><small>目的：{_(case.purpose)}</small></p>" if case.purpose else ""
    return (
        f'<details id="{_(case.id)}"{"" if case.passed else " class=failed"}><summary>{_(case.id)} '
        f"<small>{_(case.group)}</small> {_(first[:60])}</summary>{purpose}{said}{answer}{sources}"
        f"<table><tr><th>检查</th><th>结果</th><th>应当</th><th>实际</th></tr>{checks}</table></details>"
    )


def _check(check: Check, titles: Titles) -> str:
    name = titles.of_measure(check.name) if titles.knows_measure(check.name) else check.name
    verdict = '<td class="good">对</td>' if check.passed else '<td class="bad">不对</td>'
    return f"<tr><td>{_(name)}</td>{verdict}<td>{_(check.wanted)}</td><td>{_(check.found)}</td></tr>"


def _page(title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width, initial-scale=1"><title>{_(title)}</title><style>{_STYLE}</style></head>'
        f"<body><main>{body}</main></body></html>\n"
    )


def _(text: object) -> str:
    return html.escape(str(text))
