"""The schemes with all that judging them needs, as one object per state of the knowledge."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from assistant.domain.conditions import leaves
from assistant.domain.facts import FactVocabulary
from assistant.domain.knowledge import Audience
from assistant.domain.parameters import ParameterTable
from assistant.domain.schemes import Scheme, facts_of

#: Whose facts somebody of the other audience cannot answer for.
_OF_ANOTHER = {Audience.JOB_SEEKER: "worker.", Audience.EMPLOYER: "person."}


@dataclass(frozen=True)
class SubsidyRules:
    """What an assessment needs of the knowledge in force. What is derived from it is worked out once."""

    schemes: Mapping[str, Scheme]
    parameters: ParameterTable
    vocabulary: FactVocabulary
    digest: str

    def schemes_for(self, audience: Audience) -> tuple[Scheme, ...]:
        """Those with conditions somebody of this audience can answer for.

        No job seeker speaks for a firm's worker, and no firm for the person a scheme is paid to.
        """
        return self._by_audience[audience]

    def wanted_facts(self, audience: Audience) -> frozenset[str]:
        """The facts that decide anything for this audience, and those from which they follow."""
        return self._wanted[audience]

    def facts_of(self, scheme_id: str) -> frozenset[str]:
        """Every fact the scheme looks at."""
        return self._facts[scheme_id]

    @cached_property
    def _by_audience(self) -> Mapping[Audience, tuple[Scheme, ...]]:
        return {
            audience: tuple(scheme for scheme in self.schemes.values() if _is_for(scheme, audience))
            for audience in Audience
        }

    @cached_property
    def _facts(self) -> Mapping[str, frozenset[str]]:
        return {scheme.id: facts_of(scheme) for scheme in self.schemes.values()}

    @cached_property
    def _wanted(self) -> Mapping[Audience, frozenset[str]]:
        return {audience: self._wanted_by(audience) for audience in Audience}

    def _wanted_by(self, audience: Audience) -> frozenset[str]:
        names = {name for scheme in self.schemes_for(audience) for name in self._facts[scheme.id]}
        derivations = self.vocabulary.derivations
        names |= {count.since for count in derivations.elapsed if count.fact in names}
        for implication in derivations.implications:
            if implication.fact in names:
                names |= {leaf.fact for leaf in leaves(implication.when)}
        return frozenset(names)


def _is_for(scheme: Scheme, audience: Audience) -> bool:
    if scheme.rule is None or audience not in scheme.document.audience:
        return False
    return not any(leaf.fact.startswith(_OF_ANOTHER[audience]) for leaf in leaves(scheme.rule))
