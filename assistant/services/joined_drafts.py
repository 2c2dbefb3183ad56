"""Two drafts of one turn as one reply."""

from dataclasses import replace

from assistant.services.draft import Draft


def one_after_other(first: Draft, then: Draft) -> Draft:
    """What the first says, and then the other, whose status and state count."""
    return replace(
        first,
        sentences=(*first.sentences, *then.sentences),
        status=then.status,
        state=then.state,
        evidence={**first.evidence, **then.evidence},
        tools=(*first.tools, *then.tools),
        cards=(*first.cards, *then.cards),
        suggestions=then.suggestions or first.suggestions,
    )
