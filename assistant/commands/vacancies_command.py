"""`vacancies held|show|approve|close|profiles|check-employer`: what staff do about adverts until there is a console."""

import argparse
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from assistant.domain.errors import NotFoundError
from assistant.domain.vacancies import Vacancy, VacancyState
from assistant.services.check_employer import employer_check_card
from assistant.services.clock import SystemClock
from assistant.services.match_profiles import matching_profiles, profile_match_as_json
from assistant.services.vacancy_phrases import pay_words
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.services.saved_search_ports import ProfileStore
    from assistant.services.vacancy_desk import VacancyDesk
    from assistant.services.vacancy_ports import VacancyStore


def add_vacancies_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    vacancies = commands.add_parser("vacancies", help="look at adverts that wait for staff, and decide about them")
    actions = vacancies.add_subparsers(dest="action", required=True)
    held = actions.add_parser("held", help="adverts that are shown to nobody until somebody has looked at them")
    held.add_argument("--limit", type=int, default=50, help="how many at most (default 50)")
    held.set_defaults(run=list_held)
    for name, run, words in (
        ("show", show, "one vacancy in full, with its findings"),
        ("approve", approve, "let a vacancy be shown"),
        ("close", close, "take a vacancy away for good"),
        ("profiles", list_profiles, "job seekers who have agreed to be found and whom it fits, without who they are"),
    ):
        action = actions.add_parser(name, help=words)
        action.add_argument("vacancy_id", metavar="ID", type=str.strip)
        action.set_defaults(run=run)
    check = actions.add_parser("check-employer", help="what our own records hold about an employer; never a verdict")
    check.add_argument("employer", metavar="NAME", type=str.strip)
    check.set_defaults(run=check_employer)
    for parser in actions.choices.values():
        parser.add_argument("--json", action="store_true", help="one JSON object a line")


def list_held(arguments: argparse.Namespace, settings: Settings) -> int:
    """One advert a line on stdout: id, title, employer, pay, codes of what was found. The longest waiting first."""
    for vacancy in _vacancies(settings).list_held(max(1, arguments.limit), SystemClock().today()):
        if arguments.json:
            _print_json(vacancy_as_json(vacancy))
            continue
        codes = ",".join(finding.code for finding in vacancy.findings)
        print("\t".join(map(_printable, (vacancy.id, vacancy.title, vacancy.employer, pay_words(vacancy.pay), codes))))
    return 0


def show(arguments: argparse.Namespace, settings: Settings) -> int:
    """The vacancy in any state. Raises NotFoundError."""
    _print_vacancy(_get(_vacancies(settings), arguments.vacancy_id), arguments.json)
    return 0


def approve(arguments: argparse.Namespace, settings: Settings) -> int:
    """Opens a vacancy that was held. Raises NotFoundError."""
    return _decide(arguments, settings, VacancyState.OPEN)


def close(arguments: argparse.Namespace, settings: Settings) -> int:
    """Closes a vacancy for good. Raises NotFoundError."""
    return _decide(arguments, settings, VacancyState.CLOSED)


def list_profiles(arguments: argparse.Namespace, settings: Settings) -> int:
    """The consenting profiles an open vacancy fits, one a line, the best first. Raises NotFoundError."""
    vacancy = _get(_vacancies(settings), arguments.vacancy_id)
    wanting = _profiles(settings).iterate_profiles(vacancy.occupations)
    for match in matching_profiles(vacancy, wanting, _desk(settings).search):
        if arguments.json:
            _print_json(profile_match_as_json(match))
        else:
            told = (
                "、".join(match.occupations),
                "、".join(match.regions),
                match.pay_floor or "",
                "；".join(match.reasons),
            )
            print("\t".join((match.reference, f"{match.score:.2f}", *map(_printable, told))))
    return 0


def check_employer(arguments: argparse.Namespace, settings: Settings) -> int:
    """What is on record, one finding a line; who has none is not cleared by that."""
    checked = _desk(settings).check_employer(arguments.employer)
    if arguments.json:
        _print_json(employer_check_card(checked))
        return 0
    print(f"employer: {_printable(checked.employer)}")
    for finding in checked.findings:
        as_of = f" ({finding.as_of.isoformat()})" if finding.as_of else ""
        print(f"finding: {_printable(finding.text)} [{_printable(finding.basis)}{as_of}]")
    return 0


def vacancy_as_json(vacancy: Vacancy) -> Mapping[str, object]:
    """What staff need to judge an advert, with all keys: unknown is null."""
    return {
        "id": vacancy.id,
        "state": vacancy.state.value,
        "title": vacancy.title,
        "employer": vacancy.employer,
        "credit_code": vacancy.credit_code,
        "pay": vacancy.pay.text or pay_words(vacancy.pay),
        "place": vacancy.place,
        "description": vacancy.description,
        "posted_on": vacancy.posted_on.isoformat() if vacancy.posted_on else None,
        "closes_on": vacancy.closes_on.isoformat() if vacancy.closes_on else None,
        "is_sample": vacancy.is_sample,
        "sources": [
            {"feed": source.feed_id, "external_id": source.external_id, "url": source.url} for source in vacancy.sources
        ],
        "findings": [
            {"code": one.code, "action": one.action, "text": one.text, "quote": one.quote, "basis": one.basis}
            for one in vacancy.findings
        ],
    }


def _decide(arguments: argparse.Namespace, settings: Settings, state: VacancyState) -> int:
    store = _vacancies(settings)
    store.set_state(arguments.vacancy_id, state)
    _print_vacancy(_get(store, arguments.vacancy_id), arguments.json)
    return 0


def _get(store: "VacancyStore", vacancy_id: str) -> Vacancy:
    vacancy = store.find_vacancies([vacancy_id], SystemClock().today()).get(vacancy_id)
    if vacancy is None:
        raise NotFoundError(f"There is no vacancy '{_printable(vacancy_id)}'.")
    return vacancy


def _print_vacancy(vacancy: Vacancy, as_json: bool) -> None:
    values = vacancy_as_json(vacancy)
    if as_json:
        _print_json(values)
        return
    for name, value in values.items():
        if name not in ("sources", "findings"):
            print(f"{name}: {'' if value is None else _printable(str(value))}")
    for source in vacancy.sources:
        print(f"source: {_printable(f'{source.feed_id} {source.external_id} {source.url or str()}')}")
    for finding in vacancy.findings:
        print(f"finding: {_printable(f'{finding.code} ({finding.action}): {finding.text}')}")
        print(f"    {_printable(f'“{finding.quote}” {finding.basis}')}")


def _print_json(values: Mapping[str, object]) -> None:
    print(json.dumps(dict(values), ensure_ascii=False))


def _printable(text: str) -> str:
    """On one line and without control characters: strangers wrote it, and it goes to a terminal."""
    return "".join(character if character.isprintable() else " " for character in text)


def _vacancies(settings: Settings) -> "VacancyStore":
    from assistant.bootstrap.openings import open_vacancy_store

    return open_vacancy_store(settings)


def _desk(settings: Settings) -> "VacancyDesk":
    from assistant.bootstrap.openings import open_vacancy_desk

    return open_vacancy_desk(settings)


def _profiles(settings: Settings) -> "ProfileStore":
    from assistant.bootstrap.openings import open_profile_store

    return open_profile_store(settings)
