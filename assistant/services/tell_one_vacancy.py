"""Telling one vacancy in full, when somebody asks about it: what the record says, and what it does not say."""

from collections.abc import Iterator

from assistant.domain.matching import Match
from assistant.domain.vacancies import Vacancy
from assistant.services.canned_words import CannedReplies
from assistant.services.draft import DraftSentence
from assistant.services.evidence import EvidenceRoom
from assistant.services.match_vacancy import MatchWords
from assistant.services.tell_vacancies import plain
from assistant.services.vacancy_card import sources_in_words
from assistant.services.vacancy_desk import VacancyDesk
from assistant.services.vacancy_phrases import day_words, pay_words, schooling_words, where_words

_LONGEST_PRINTED = 300


def tell_one(match: Match, desk: VacancyDesk, room: EvidenceRoom, canned: CannedReplies) -> tuple[DraftSentence, ...]:
    """The record field by field; what an advert is silent about is named, so that it can be asked before going."""
    vacancy, words = match.vacancy, desk.words
    said = dict(_said(vacancy, words, desk))
    missing = [name for name, text in said.items() if not text]
    lines = [f"{name}：{text}" for name, text in said.items() if text]
    printed = plain(vacancy.description[:_LONGEST_PRINTED])
    title = f"{plain(vacancy.title)}，{plain(vacancy.employer)}" if vacancy.employer else plain(vacancy.title)
    source = f"岗位：{plain(vacancy.title)}（来源：{sources_in_words(vacancy)}）"
    item = room.put_record(f"vacancy:{vacancy.id}:whole", source, "\n".join([title, *lines, printed]))
    opening = canned.say("vacancy_in_full", title=title)
    sentences = [DraftSentence(each.text, (item.id,)) for each in opening]
    sentences += [DraftSentence(line, (item.id,), is_item=True) for line in lines]
    if printed:
        sentences.append(DraftSentence(f"招聘原文：{printed}", (item.id,)))
    if missing:
        sentences += canned.say("vacancy_not_said", missing="、".join(missing))
    url = next((source.url for source in vacancy.sources if source.url), None)
    if url is None:
        return (*sentences, *canned.say("vacancy_contact_unknown"))
    contact = room.put_record(f"vacancy:{vacancy.id}:source", source, url)
    words_of_contact = canned.say("vacancy_contact", source=sources_in_words(vacancy), url=url)
    return (*sentences, *(DraftSentence(each.text, (contact.id,)) for each in words_of_contact))


def _said(vacancy: Vacancy, words: MatchWords, desk: VacancyDesk) -> Iterator[tuple[str, str]]:
    """Name → what the record says; empty where it is silent."""
    shifts = "、".join(words.labels[shift.value] for shift in vacancy.shifts)
    education = schooling_words(vacancy.education, words.labels) if vacancy.education is not None else ""
    years = vacancy.experience_years
    yield "地点", where_words(vacancy, words.regions, desk.search.today)
    yield "工资", f"{pay_words(vacancy.pay)}（广告写的是“{plain(vacancy.pay.text)}”）" if vacancy.pay.is_known else ""
    yield "性质", words.labels[vacancy.employment_type.value]
    yield "班次", shifts
    yield "待遇", "、".join(vacancy.benefits)
    yield "要的证", "、".join(vacancy.licences)
    yield "学历", education
    yield "经验", "" if years is None else "不要求" if years == 0 else f"{years}年以上"
    yield "招几个", f"{vacancy.openings}人" if vacancy.openings else ""
    if vacancy.starts_on is not None:
        yield "哪天", day_words(vacancy.starts_on)
    yield "截止", day_words(vacancy.closes_on, desk.search.today) if vacancy.closes_on is not None else ""
