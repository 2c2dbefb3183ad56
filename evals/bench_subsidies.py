"""How fast subsidies are assessed: all schemes for one person, and employers' lists to the written file. Prints tables.

Processor time stands beside the clock's: on a shared machine the former says what the code costs.
"""

import csv
import io
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from assistant.bootstrap.openings import open_knowledge_store, open_worker_lists
from assistant.domain.conditions import Facts
from assistant.domain.knowledge import Audience
from assistant.services.assess_subsidies import assess_subsidies
from assistant.settings import Settings

DAY = date(2026, 11, 23)
PEOPLE: tuple[tuple[str, Audience, Facts], ...] = (
    ("nothing known", Audience.JOB_SEEKER, {}),
    (
        "52, laid off in Wanzhou after eleven years",
        Audience.JOB_SEEKER,
        {
            "person.age_years": 52,
            "person.household_region": "wanzhou",
            "person.unemployment_insured_months": 132,
            "person.registered_unemployed": True,
            "person.left_job_involuntarily": True,
            "person.groups": ("age_4050",),
        },
    ),
    (
        "a small firm and one graduate",
        Audience.EMPLOYER,
        {"firm.size": "small", "worker.groups": ("graduate_year",), "worker.contract_months": 36, "worker.count": 1},
    ),
)
_HEADERS = (
    "工号,人群类别,劳动合同期限（月）,连续参保月数,目前仍在参保,单位为其缴社保,招用时登记失业,重庆户籍,毕业时间,入职日期,"
    "就业创业证已注明企业吸纳税收政策,单位一年实缴社保（元）"
)
_GROUPS = (
    ",无,毕业年度高校毕业生,离校2年内未就业毕业生,登记失业半年以上,脱贫人口,残疾人、登记失业4050人员,自主就业退役士兵,"
    "低保家庭、登记失业半年以上,仅残疾人"
)
SIZES = (
    (1_000, "result.xlsx", "≤ 2 s"),
    (1_000, "result.csv", "≤ 2 s"),
    (100_000, "result.csv", "≤ 60 s, ≤ 1024 MB"),
)
PEOPLE_HEAD = ("| what | n | p50 ms (processor) | p95 | wanted |", "|---|---:|---:|---:|---|")
LISTS_HEAD = (
    "| list | judged after s | written after s | processor s | peak memory MB | wanted |",
    "|---|---:|---:|---:|---:|---|",
)


def worker_list(rows: int) -> bytes:
    """An invented list as people write it: dates and yes/no in several ways, gaps, money that differs in every row."""
    chance = random.Random(7)
    output = io.StringIO(newline="")
    writer = csv.writer(output)
    writer.writerow(_HEADERS.split(","))
    groups = _GROUPS.split(",")
    for number in range(rows):
        hired = DAY - timedelta(days=chance.randrange(1500))
        writer.writerow((
            f"A{number:06d}", chance.choice(groups), chance.choice(("12", "36", "3年", "一年", "无固定期限", "")),
            chance.randrange(1, 60), chance.choice(("是", "否", "在缴", "")), chance.choice(("是", "√", "")),
            chance.choice(("是", "否", "")), chance.choice(("是", "重庆", "外地", "")),
            f"{chance.randrange(2019, 2027)}.{chance.choice((6, 7))}" if chance.random() < 0.4 else "",
            chance.choice((f"{hired:%Y-%m-%d}", f"{hired:%Y/%m/%d}", f"{hired.year}年{hired.month}月{hired.day}日")),
            chance.choice(("是", "否", "")), round(chance.uniform(6000, 24000), 2),
        ))  # fmt: skip
    return output.getvalue().encode("utf-8-sig")


def bench_people() -> list[str]:
    """All schemes for one person or firm."""
    rules = open_knowledge_store(Settings()).open().knowing.subsidies
    rows = []
    for name, audience, facts in PEOPLE:
        times = sorted(
            _processor_ms(lambda f=facts, a=audience: assess_subsidies(f, rules, DAY, a)) for _ in range(200)
        )
        rows.append(f"| all schemes: {name} | 200 | {times[100]:.1f} | {times[190]:.1f} | p95 ≤ 3 |")
    return rows


def bench_lists(sizes: tuple[tuple[int, str, str], ...]) -> list[str]:
    """Lists from bytes to the written file, after the knowledge is loaded."""
    lists = open_worker_lists(Settings())
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for size, name, wanted in sizes:
            content = worker_list(size)
            clock, processor = time.perf_counter(), time.process_time()
            result = lists.assess("workers.csv", content, {"firm.size": "小型", "firm.kind": "企业"}, DAY)
            judged = time.perf_counter() - clock
            lists.write(result, Path(folder) / name)
            clock, processor = time.perf_counter() - clock, time.process_time() - processor
            megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            seconds = f"{judged:.1f} | {clock:.1f} | {processor:.1f}"
            rows.append(f"| {size} workers to {name} | {seconds} | {megabytes:.0f} | {wanted} |")
    return rows


def _processor_ms(action: Callable[[], object]) -> float:
    begin = time.process_time()
    action()
    return (time.process_time() - begin) * 1000


def main() -> None:
    lines = [*PEOPLE_HEAD, *bench_people(), "", *LISTS_HEAD, *bench_lists(SIZES)]
    print("\n".join(lines))


if __name__ == "__main__":
    sys.exit(main())
