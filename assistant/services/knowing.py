"""Everything a replier reads, as one object per state of the knowledge."""

from collections.abc import Mapping
from dataclasses import dataclass
from re import Pattern

from assistant.domain.calculations import Calculation
from assistant.domain.conditions import Rule
from assistant.domain.knowledge import KnowledgeBase
from assistant.domain.parameters import ParameterTable
from assistant.domain.training_demand import DemandCatalogue
from assistant.language.course_words import CourseWords
from assistant.language.learned_acts import CourseActReader
from assistant.language.lexicon import Lexicon
from assistant.language.vacancy_words import VacancyWords
from assistant.language.wish_phrases import WishPhrases
from assistant.services.advert_rules import AdvertRules
from assistant.services.canned_words import CannedWords
from assistant.services.course_subsidies import CourseScheme
from assistant.services.document_answers import NO_DOCUMENTS, DocumentAnswers
from assistant.services.free_text import FreeTextRules, NamesInText
from assistant.services.handover_rules import HandoverKnowledge
from assistant.services.search_policies import PolicySearch
from assistant.services.statement_ranker import StatementRanker
from assistant.services.subsidy_rules import SubsidyRules
from assistant.services.taught_shelf import NOTHING_TAUGHT, TaughtAnswers
from assistant.services.unsafe_requests import UnsafeRequests


@dataclass(frozen=True)
class Knowing:
    """Replaced as a whole when the knowledge changes; a turn works with one of them from begin to end.

    `tiers`: for whom sentences of a document hold, by document and name. `taught`: what staff have taught, `documents`:
    what was added as it came; both change by themselves.
    """

    knowledge: KnowledgeBase
    parameters: ParameterTable
    lexicon: Lexicon
    search: PolicySearch
    ranker: StatementRanker
    calculations: Mapping[str, tuple[Calculation, ...]]
    words: CannedWords
    subsidies: SubsidyRules
    vacancy_words: VacancyWords
    vacancy_labels: Mapping[str, str]
    wish_phrases: WishPhrases
    advert_rules: AdvertRules
    unfilterable: Mapping[str, Pattern[str]]
    free_text: FreeTextRules
    names: NamesInText
    handover: HandoverKnowledge
    course_words: CourseWords
    training_demand: tuple[DemandCatalogue, ...]
    course_schemes: tuple[CourseScheme, ...]
    tiers: Mapping[str, Mapping[str, Rule]]
    course_acts: CourseActReader
    unsafe_requests: UnsafeRequests
    taught: TaughtAnswers = NOTHING_TAUGHT
    documents: DocumentAnswers = NO_DOCUMENTS
