"""The samples are there after the first start, are left alone by the next, and go when they are not wanted."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from assistant.adapters.sql.engine import open_engine
from assistant.adapters.vacancies import Vacancies
from assistant.domain.vacancy_filter import VacancyFilter
from assistant.services.sync_samples import SAMPLES_ID
from assistant.services.vacancy_ports import Feed, FeedKind, VacancyQuery
from tests.fakes.clock import FixedClock
from tests.fresh_database import migrate
from tests.vacancy_examples import TODAY
from tests.vacancy_office import KNOWLEDGE


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Vacancies]:
    engine = open_engine(f"sqlite:///{tmp_path}/assistant.db")
    migrate(engine)
    yield Vacancies(engine, tmp_path, KNOWLEDGE, FixedClock())
    engine.dispose()


def test_samples_come_once_are_labelled_and_never_go_stale(office: Vacancies) -> None:
    office.bring_samples()
    number = office.store.last_number()
    assert number > 1500
    office.bring_samples()
    assert office.store.last_number() == number
    for day in (TODAY, TODAY + timedelta(days=400)):
        query = VacancyQuery(VacancyFilter(), day, limit=2000)
        ids = [hit.vacancy_id for hit in office.replica.index.search(query)]
        found = office.store.find_vacancies(ids, day)
        assert len(found) > 1500
        assert all(vacancy.is_sample and vacancy.is_open_on(day) for vacancy in found.values())


def test_samples_that_are_not_wanted_go(office: Vacancies) -> None:
    office.bring_samples()
    office.samples = "false"
    office.bring_samples()
    assert office.feeds.find_feed(SAMPLES_ID) is None
    assert office.replica.index.count(VacancyQuery(VacancyFilter(), TODAY)) == 0


def test_samples_make_way_for_the_first_real_advert(office: Vacancies, tmp_path: Path) -> None:
    office.bring_samples()
    file = tmp_path / "jobs.csv"
    file.write_text("职位,单位,地点,工资\n叉车司机,样例仓储公司,巴南区,6000-7000元/月\n", encoding="utf-8")
    columns = {"title": "职位", "employer": "单位", "place": "地点", "pay": "工资"}
    office.feeds.put_feed(Feed("real", FeedKind.FILE, "样例市场", str(file), columns))
    office.sync.sync("real")
    query = VacancyQuery(VacancyFilter(), TODAY, limit=10)
    found = office.store.find_vacancies([hit.vacancy_id for hit in office.replica.index.search(query)], TODAY)
    assert [vacancy.title for vacancy in found.values()] == ["叉车司机"]
    office.bring_samples()
    assert office.feeds.find_feed(SAMPLES_ID) is None
