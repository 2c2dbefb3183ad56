"""The model's replier, opened by the settings."""

import time
from collections.abc import Callable

from assistant.domain.errors import InvalidInputError
from assistant.services.circuit_breaker import CircuitBreaker
from assistant.services.collections import CollectionService
from assistant.services.course_desk import CourseDesk
from assistant.services.enrolling import Enrolling
from assistant.services.free_text import Wording
from assistant.services.knowing import Knowing
from assistant.services.model_ports import ModelLimits
from assistant.services.model_replier import ModelParts, ModelReplier
from assistant.services.rule_replier import RuleReplier
from assistant.services.turn_tools import nothing_added
from assistant.services.vacancy_desk import VacancyDesk
from assistant.settings import Settings


def open_model_replier(
    settings: Settings,
    rules: RuleReplier,
    knowing: Callable[[], Knowing],
    vacancies: Callable[[], VacancyDesk],
    added: CollectionService | None,
    courses: Callable[[], CourseDesk],
    enrolling: Enrolling | None = None,
) -> ModelReplier | None:
    """The model's replier; None where no model is set. Raises InvalidInputError for settings that cannot work."""
    if not settings.chat_model:
        return None
    if settings.chat_turn_seconds >= settings.turn_timeout_seconds:
        raise InvalidInputError("CHAT_TURN_SECONDS must be less than TURN_TIMEOUT_SECONDS, so that rules can answer.")
    try:
        from assistant.agent.chat_models import Endpoint, open_chat_model
        from assistant.agent.writer import LangChainWriter, WriterLimits
    except ImportError as error:
        raise InvalidInputError(f"CHAT_MODEL is set, but {error.name} is missing: run 'make setup-model'.") from error
    first = Endpoint(settings.chat_model, settings.openai_base_url, settings.openai_api_key)
    endpoints = [first]
    if settings.chat_second_model:
        base = settings.chat_second_base_url or first.base_url
        key = settings.chat_second_api_key if settings.chat_second_base_url else first.api_key
        endpoints.append(Endpoint(settings.chat_second_model, base, key))
    models = [(e.model, open_chat_model(e, settings.chat_call_seconds, settings.chat_max_tokens)) for e in endpoints]
    limits = WriterLimits(settings.chat_call_seconds, settings.chat_calls_per_turn)
    writer = LangChainWriter(models, settings.prompts_dir, limits)
    prices = (settings.chat_yuan_per_million_read, settings.chat_yuan_per_million_written)
    turns = ModelLimits(settings.chat_turn_seconds, settings.chat_concurrency, time.monotonic)
    find_added = added.find_answers if added is not None else nothing_added
    return ModelReplier(
        ModelParts(
            rules,
            writer,
            CircuitBreaker(time.monotonic),
            turns,
            knowing,
            vacancies,
            find_added,
            prices,
            Wording(settings.chat_wording),
            courses,
            enrolling,
        )
    )
