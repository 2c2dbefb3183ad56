"""What is known of the person or firm, in the words of the form: what a model may take as told."""

from assistant.domain.conversation import ConversationState
from assistant.services.fact_phrases import fact_in_words
from assistant.services.knowing import Knowing
from assistant.services.known_facts import facts_in


def known_in_words(state: ConversationState, knowing: Knowing) -> str:
    """`办了失业登记；年龄：52岁`, or that nothing is known yet."""
    definitions = knowing.subsidies.vocabulary.definitions
    regions = knowing.lexicon.regions
    told = [
        fact_in_words(definitions[name], value, regions)
        for name, value in facts_in(state).items()
        if name in definitions
    ]
    return "；".join(told) or "还没有说"
