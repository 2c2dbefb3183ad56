"""Telling one vacancy in full, when somebody asks about it: what the record says, and what it does not say."""

import re
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


#: What somebody asks about, by their words → the fields of the record that answer it.
_ASKED = (
    (re.compile(r"包[吃住]|管[吃住饭]|食宿|住宿|宿舍|五险|社保|公积金|待遇|福利|补贴"), "待遇"),
    (re.compile(r"夜班|倒班|白班|班次|几点|上班时间|双休|单休|休息|加班|做几个小时"), "班次"),
    (re.compile(r"工资|薪|多少钱|好多钱|拿多少|拿好多"), "工资"),
    (re.compile(r"证"), "要的证"),
    (re.compile(r"学历|文化|初中|高中|大专|本科"), "学历"),
    (re.compile(r"经验|新手|没做过|干过"), "经验"),
    (re.compile(r"在哪|地址|地点|位置|远不远|远吗|哪里|哪个区|怎么去|咋个去"), "地点"),
    (re.compile(r"招几个|招好多|几个人|人数"), "招几个"),
    (re.compile(r"截止|还招|还在招|招满|什么时候"), "截止"),
)


_CONTACT = re.compile(r"电话|联系|报名|应聘|投(?!诉|资|保)|递|怎么去面试|约面试|找哪个")


def fields_asked(text: str) -> tuple[str, ...]:
    """The fields of a record that a question is about."""
    return tuple(name for pattern, name in _ASKED if pattern.search(text))


def fields_of(vacancy: Vacancy, desk: VacancyDesk) -> dict[str, str]:
    """Name → what the record says in words; empty where it is silent."""
    return dict(_said(vacancy, desk.words, desk))


def tell_one(
    match: Match, asked: str, desk: VacancyDesk, room: EvidenceRoom, canned: CannedReplies
) -> tuple[DraftSentence, ...]:
    """What was asked, if a field answers it, otherwise the whole record; what an advert is silent about is named."""
    vacancy = match.vacancy
    whole = fields_of(vacancy, desk)
    wanted = [name for name in fields_asked(asked) if name in whole]
    if not wanted and _CONTACT.search(asked):
        wanted = ["地点"]
    said = {name: whole[name] for name in wanted} or whole
    missing = [name for name, text in said.items() if not text]
    lines = [f"{name}：{text}" for name, text in said.items() if text]
    every = [f"{name}：{text}" for name, text in whole.items() if text]
    printed = plain(vacancy.description[:_LONGEST_PRINTED])
    title = f"{plain(vacancy.title)}，{plain(vacancy.employer)}" if vacancy.employer else plain(vacancy.title)
    source = f"岗位：{plain(vacancy.title)}（来源：{sources_in_words(vacancy)}）"
    item = room.put_record(f"vacancy:{vacancy.id}:whole", source, "\n".join([title, *every, printed]))
    opening = canned.say("vacancy_in_full", title=title)
    sentences = [DraftSentence(each.text, (item.id,)) for each in opening]
    sentences += [DraftSentence(line, (item.id,), is_item=True) for line in lines]
    if printed:
        sentences.append(DraftSentence(f"招聘原文：{printed}", (item.id,)))
    if missing:
        sentences += canned.say("vacancy_not_said", missing="、".join(missing))
    if wanted and not _CONTACT.search(asked):
        return tuple(sentences)
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
