"""The whole product with a few invented vacancies, for pages that list and show them."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from assistant.bootstrap import Assistant, build_assistant
from assistant.bootstrap.openings import open_feed_store
from assistant.domain.vacancies import AdvertFinding, Education, EmploymentType, Pay, Shift, Vacancy
from assistant.services.vacancy_ports import Feed, FeedKind, TakenAdvert
from assistant.settings import Settings
from tests.fakes.clock import FixedClock

TODAY = FixedClock().today()
FEED = Feed("town", FeedKind.PUSH, "样例公共就业服务网")
OTHER_FEED = Feed("other", FeedKind.PUSH, "样例人力资源市场")
WORKER = Vacancy(
    id="",
    title="流水线普工",
    employer="样例电子厂",
    description="一、装配。\n二、<b>上六休一</b></script>",
    region_id="banan",
    place="重庆市巴南区界石镇",
    pay=Pay(6000, 7000, "month", None, "6000-7000"),
    occupations=("普工",),
    education=Education.JUNIOR,
    experience_years=0,
    shifts=(Shift.DAY,),
    benefits=("包吃", "包住"),
    openings=5,
    posted_on=TODAY,
    closes_on=TODAY + timedelta(days=20),
)
SAMPLE = replace(WORKER, title="示例普工", employer="示例电子厂", is_sample=True)
SUSPECT = replace(
    WORKER,
    title="打包普工",
    employer="样例包装厂",
    region_id="jiangbei",
    place="江北区观音桥",
    findings=(AdvertFinding("fee", "先交钱的不要去。", "服装费<200>元", "样例条例第一条"),),
)
CASUAL = replace(
    WORKER,
    title="会场布置",
    employer="样例会展公司",
    description="",
    pay=Pay(),
    occupations=("临时工",),
    employment_type=EmploymentType.CASUAL,
    education=None,
    experience_years=None,
    shifts=(),
    benefits=(),
    closes_on=None,
)


def build_vacancy_assistant(
    built_knowledge: tuple[Path, Path], folder: Path, vacancies: Sequence[Vacancy]
) -> Assistant:
    """An assistant of its own folder that knows these vacancies, each as advert `a0`, `a1` … of `FEED`."""
    source, built = built_knowledge
    data = folder / "data"
    shutil.copytree(built, data)
    settings = Settings(
        _env_file=None,
        knowledge_dir=source,
        data_dir=data,
        database_url=f"sqlite:///{folder / 'assistant.db'}",
        sample_content="false",
        public_url="https://jobs.example.org",
    )
    feeds = open_feed_store(settings)
    for feed in (FEED, OTHER_FEED):
        feeds.put_feed(feed)
    assistant = build_assistant(settings, FixedClock())
    put(assistant, vacancies)
    return assistant


def put(assistant: Assistant, vacancies: Sequence[Vacancy], feed: Feed = FEED, run: int = 1) -> None:
    taken = [
        TakenAdvert(f"a{number}", f"https://example.org/{feed.id}/{number}", str(number), one.title, one)
        for number, one in enumerate(vacancies)
    ]
    assistant.vacancy_store.put_adverts(feed, taken, run)


def id_of(assistant: Assistant, vacancy: Vacancy) -> str:
    """The id the store has given to the vacancy of this employer."""
    return str(assistant.vacancy_store.find_by_employer(vacancy.employer, TODAY)[0].id)


def day(days: int) -> date:
    return TODAY + timedelta(days=days)
