"""`vacancies held`, `show`, `approve`, `close`, `profiles` and `check-employer`."""

import argparse
import json
from dataclasses import replace

import pytest

from assistant.commands import vacancies_command
from assistant.domain.errors import NotFoundError
from assistant.domain.saved_searches import Profile
from assistant.domain.vacancies import AdvertFinding, VacancyState
from assistant.domain.vacancy_filter import VacancyFilter
from assistant.services.check_employer import EmployerCheck, check_employer
from assistant.services.find_vacancies import VacancySearch
from assistant.settings import Settings
from tests.services.saved_searching import DRIVING, Office
from tests.vacancy_examples import NOW, TODAY

FEE = AdvertFinding("fee", "要交费。", "先交\x1b[2J押金\n五百", "示例规定", "hold")


class Desk:
    """What the command uses of `VacancyDesk`."""

    def __init__(self, office: Office) -> None:
        self._office = office

    @property
    def search(self) -> VacancySearch:
        return self._office.search

    def check_employer(self, name: str) -> EmployerCheck:
        return check_employer(name, self._office.vacancies.find_by_employer(name, TODAY), 2, (), TODAY)


@pytest.fixture(autouse=True)
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    office = Office()
    monkeypatch.setattr(vacancies_command, "_vacancies", lambda settings: office.vacancies)
    monkeypatch.setattr(vacancies_command, "_profiles", lambda settings: office.profiles)
    monkeypatch.setattr(vacancies_command, "_desk", lambda settings: Desk(office))
    return office


@pytest.fixture
def held(office: Office) -> str:
    return office.put("held", state=VacancyState.HELD, findings=(FEE,), title="普工\x1b[2J\n急招")


def test_held_adverts_are_listed_with_what_was_found(
    office: Office, held: str, capsys: pytest.CaptureFixture[str]
) -> None:
    office.put("open")
    assert _run("held") == 0
    assert capsys.readouterr().out == f"{held}\t普工 [2J 急招\t示例held公司\t6000—7500元/月\tfee\n"


def test_json_is_one_object_a_line_with_every_key(held: str, capsys: pytest.CaptureFixture[str]) -> None:
    _run("held", "--json")
    (line,) = capsys.readouterr().out.splitlines()
    advert = json.loads(line)
    assert (advert["id"], advert["state"], advert["credit_code"]) == (held, "held", None)
    assert advert["findings"] == [
        {"code": "fee", "action": "hold", "text": "要交费。", "quote": FEE.quote, "basis": "示例规定"}
    ]


def test_show_prints_the_words_a_finding_rests_on_without_control_characters(
    held: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run("show", f" {held} ") == 0
    out = capsys.readouterr().out
    assert "finding: fee (hold): 要交费。" in out
    assert "“先交 [2J押金 五百” 示例规定" in out
    assert "\x1b" not in out


def test_approving_opens_and_closing_closes(office: Office, held: str, capsys: pytest.CaptureFixture[str]) -> None:
    for action, state in (("approve", VacancyState.OPEN), ("close", VacancyState.CLOSED)):
        assert _run(action, held) == 0
        assert f"state: {state.value}" in capsys.readouterr().out
        assert office.vacancies.find_vacancies([held], TODAY)[held].state is state
    assert list(office.vacancies.list_held(10, TODAY)) == []


@pytest.mark.parametrize("action", ["show", "approve", "close", "profiles"])
def test_an_unknown_vacancy_is_not_found(action: str) -> None:
    with pytest.raises(NotFoundError):
        _run(action, "nothing")


def test_profiles_are_listed_without_who_they_are(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    vacancy_id = office.put("open")
    office.profiles.put_profile(Profile("r1", "a", replace(DRIVING, licences=("叉车证",)), NOW))
    office.profiles.put_profile(Profile("r2", "b", VacancyFilter(occupations=("普工",)), NOW))
    _run("profiles", vacancy_id)
    fields = capsys.readouterr().out.splitlines()[0].split("\t")
    assert (fields[0], fields[2], fields[-1]) == ("r1", "叉车司机", "想找叉车司机的工作；说有叉车证")
    _run("profiles", vacancy_id, "--json")
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line)["reference"] == "r1"


def test_checking_an_employer_gives_findings_and_no_verdict(
    office: Office, held: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run("check-employer", "示例held公司") == 0
    assert "finding: " in capsys.readouterr().out
    _run("check-employer", "示例held公司", "--json")
    card = json.loads(capsys.readouterr().out)
    assert card["verdict"] is None
    assert card["findings"]


def _run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    vacancies_command.add_vacancies_command(parser.add_subparsers())
    arguments = parser.parse_args(["vacancies", *words])
    return int(arguments.run(arguments, Settings(_env_file=None)))
