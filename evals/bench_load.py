"""Load on a server of ours on loopback; bounded in time and count, stops by itself."""

import asyncio
import time
from dataclasses import dataclass, field

import httpx

QUESTIONS = (
    "我失业了能领多少钱?",
    "那要啥材料?",
    "毕业一年了还没找到工作，自己交社保有补贴没得",
    "老板拖欠工资去哪点投诉",
    "创业贷款最多贷好多",
    "试用期工资最低多少",
    "失业登记在哪里办",
    "谢谢",
)
_MAX_MESSAGES = 20_000


@dataclass
class LoadResult:
    """Times in milliseconds of messages answered, and how many were not."""

    times: list[float] = field(default_factory=list)
    errors: int = 0


async def run_people(port: int, people: int, every_seconds: float, seconds: float) -> LoadResult:
    """`people` at once, each sending a message every `every_seconds`, for `seconds`."""
    result = LoadResult()
    limits = httpx.Limits(max_connections=people, max_keepalive_connections=people)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", limits=limits, timeout=30) as client:
        end = time.perf_counter() + seconds
        await asyncio.gather(*(_person(client, number, people, every_seconds, end, result) for number in range(people)))
    return result


async def find_highest_rate(port: int) -> tuple[float, LoadResult]:
    """The highest rate in messages/s whose p95 stays within one second without an error; each step lasts 8 s."""
    best, best_result = 0.0, LoadResult(times=[0.0])
    for rate in (20, 40, 60, 80, 100, 130, 160, 200, 250, 300):
        result = await run_people(port, people=rate, every_seconds=1.0, seconds=8.0)
        ordered = sorted(result.times) or [float("inf")]
        if result.errors or ordered[int(len(ordered) * 0.95)] > 1000:
            break
        best, best_result = len(result.times) / 8.0, result
    return best, best_result


async def _person(
    client: httpx.AsyncClient, number: int, people: int, every: float, end: float, result: LoadResult
) -> None:
    await asyncio.sleep(every * number / people)
    begun = await client.post("/api/conversations", json={})
    if begun.status_code >= 400:
        result.errors += 1
        return
    identifier = begun.json()["id"]
    cookies = dict(begun.cookies)
    turn = number
    while time.perf_counter() < end and len(result.times) < _MAX_MESSAGES:
        begin = time.perf_counter()
        await _ask(client, identifier, cookies, QUESTIONS[turn % len(QUESTIONS)], result)
        turn += 1
        await asyncio.sleep(max(0.0, every - (time.perf_counter() - begin)))


async def _ask(
    client: httpx.AsyncClient, identifier: str, cookies: dict[str, str], text: str, result: LoadResult
) -> None:
    begin = time.perf_counter()
    try:
        header = "; ".join(f"{name}={value}" for name, value in cookies.items())
        answer = await client.post(
            f"/api/conversations/{identifier}/messages",
            json={"text": text},
            headers={"Accept": "application/json", "Cookie": header},
        )
    except httpx.TransportError:
        result.errors += 1
        return
    if answer.status_code != 200:
        result.errors += 1
    else:
        result.times.append((time.perf_counter() - begin) * 1000)
