"""The phrases around the words of a search: what refuses, what wishes, what only tells, what changes a search.

They run over text in which every recognised word stands as the capital letter of its kind (`SaidKind`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class WishCues:
    """One pattern a phrase; `knowledge_base/lexicon/vacancy_phrases.yaml` says what each is for."""

    breaks: re.Pattern[str]
    no_words: re.Pattern[str]
    refuses: re.Pattern[str]
    denies: re.Pattern[str]
    reaches: re.Pattern[str]
    such: re.Pattern[str]
    refused: re.Pattern[str]
    chosen_before: re.Pattern[str]
    unbound_before: re.Pattern[str]
    unbound: re.Pattern[str]
    excepts: re.Pattern[str]
    also: re.Pattern[str]
    wishes: re.Pattern[str]
    supposes: re.Pattern[str]
    wish_ends: re.Pattern[str]
    wish_goes_on: re.Pattern[str]
    past: re.Pattern[str]
    relatives: re.Pattern[str]
    at_work: re.Pattern[str]
    leaves: re.Pattern[str]
    stays: re.Pattern[str]
    trade_before: re.Pattern[str]
    trade_after: re.Pattern[str]
    workplace: re.Pattern[str]
    workplace_joint: re.Pattern[str]
    no_place_after: re.Pattern[str]
    past_goes_on: re.Pattern[str]
    demands: re.Pattern[str]
    past_after: re.Pattern[str]
    goes_on: re.Pattern[str]
    is_one: re.Pattern[str]
    duties: re.Pattern[str]
    together: re.Pattern[str]
    duty_after: re.Pattern[str]
    duty_before: re.Pattern[str]
    is_one_after: re.Pattern[str]
    wants: re.Pattern[str]
    accepts: re.Pattern[str]
    accepted: re.Pattern[str]
    near_place: re.Pattern[str]
    near_rail: re.Pattern[str]
    near_here: re.Pattern[str]
    origin_before: re.Pattern[str]
    origin_after: re.Pattern[str]
    home_before: re.Pattern[str]
    home_after: re.Pattern[str]
    elsewhere_before: re.Pattern[str]
    elsewhere_stands: re.Pattern[str]
    elsewhere_after: re.Pattern[str]
    pay_over: re.Pattern[str]
    pay_not_below: re.Pattern[str]
    pay_more: re.Pattern[str]
    pay_bare_before: re.Pattern[str]
    pay_bare_after: re.Pattern[str]
    no_pay_before: re.Pattern[str]
    no_pay_after: re.Pattern[str]
    pay_too_low: re.Pattern[str]
    pay_now: re.Pattern[str]
    pay_only_from: re.Pattern[str]
    per_hour: re.Pattern[str]
    per_hour_before: re.Pattern[str]
    per_day: re.Pattern[str]
    per_day_before: re.Pattern[str]
    no_experience: re.Pattern[str]
    experience_after: re.Pattern[str]
    experience_before: re.Pattern[str]
    experience_of: re.Pattern[str]
    experience_done: re.Pattern[str]
    years_of_any_work: re.Pattern[str]
    not_experience: re.Pattern[str]
    no_licence: re.Pattern[str]
    has_licence: re.Pattern[str]
    licence_absent: re.Pattern[str]
    licence_lost: re.Pattern[str]
    unfinished: re.Pattern[str]
    low_schooling: re.Pattern[str]
    no_schooling_after: re.Pattern[str]
    child_at_school: re.Pattern[str]
    wronged: re.Pattern[str]
    asks_redress: re.Pattern[str]
    seeks: re.Pattern[str]
    day_of_work: re.Pattern[str]
    not_day_of_work: re.Pattern[str]
    able_that_day: re.Pattern[str]
    titles: re.Pattern[str]
    trade_noun: re.Pattern[str]
    trade_said: re.Pattern[str]
    refused_titles: re.Pattern[str]
    title_joints: re.Pattern[str]
    described_before: re.Pattern[str]
    described_after: re.Pattern[str]
    refused_things: re.Pattern[str]
    things: re.Pattern[str]
    feared: re.Pattern[str]
    weak_wished: re.Pattern[str]
    weak_before: re.Pattern[str]
    weak_after: re.Pattern[str]
    weak_added: re.Pattern[str]
    weak_done: re.Pattern[str]
    weak_joint: re.Pattern[str]
    weak_alone: re.Pattern[str]


@dataclass(frozen=True)
class RefinementCues:
    """How an earlier search is changed."""

    starts_anew: re.Pattern[str]
    wants_more: re.Pattern[str]
    dislikes: re.Pattern[str]
    higher: re.Pattern[str]
    raises_by: re.Pattern[str]
    lowers_by: re.Pattern[str]
    lower: re.Pattern[str]
    nearer: re.Pattern[str]
    adds: re.Pattern[str]
    only: re.Pattern[str]
    lets_go_before: re.Pattern[str]
    lets_go_after: re.Pattern[str]
    lets_go_not: re.Pattern[str]
    anywhere: re.Pattern[str]
    any_work: re.Pattern[str]
    here_instead: re.Pattern[str]
    corrects: re.Pattern[str]
    farther: re.Pattern[str]
    works_weekends: re.Pattern[str]
    still_wished: re.Pattern[str]
    from_home: re.Pattern[str]
    is_no_search: re.Pattern[str]
    search_words: re.Pattern[str]
    full_search: re.Pattern[str]


@dataclass(frozen=True)
class WishPhrases:
    """All phrases. `licence_of`: occupation → the licence 有证 means there. `areas`: part of the city → its districts.

    `days`: a word → days from today. `topics`: a filter's field → what people call it. `not_titles`: words that are in
    no title. `may_be_a_search`: intents that a message which names work may be taken for.
    """

    cues: WishCues
    refinement: RefinementCues
    licence_of: Mapping[str, str]
    areas: Mapping[str, tuple[str, ...]]
    days: Mapping[str, int]
    weekend: re.Pattern[str]
    topics: Mapping[str, re.Pattern[str]]
    not_titles: tuple[str, ...]
    may_be_a_search: frozenset[str]
