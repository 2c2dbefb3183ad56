"""The evidence of one turn: passages as they read on the day asked, each with its citation."""

from datetime import date

from assistant.domain.conversation import Citation
from assistant.domain.knowledge import KnowledgeBase, Passage, PolicyDocument
from assistant.domain.parameters import ParameterTable
from assistant.domain.regions import RegionTable
from assistant.services.draft import EvidenceItem
from assistant.services.rendering import render_passage, source_of

OWN_DIGEST = "本服务整理，非文件原文"


class EvidenceRoom:
    """Collects what a turn may rest on; nothing that was not put in here can be cited."""

    def __init__(self, knowledge: KnowledgeBase, parameters: ParameterTable, regions: RegionTable) -> None:
        self._knowledge = knowledge
        self._parameters = parameters
        self._regions = regions
        self.items: dict[str, EvidenceItem] = {}

    def put(self, passage: Passage, day: date) -> EvidenceItem:
        """The passage as it reads on the day; a second time it is the same item."""
        if passage.id not in self.items:
            document = self._knowledge.get_document(passage.document_id)
            text = render_passage(passage, day, self._parameters)
            self.items[passage.id] = EvidenceItem(passage.id, text, self._cite(document, passage, text))
        return self.items[passage.id]

    def put_note(self, document: PolicyDocument, kind: str, text: str, clause: str | None = None) -> EvidenceItem:
        """What the document's own head says (a gap, a conflict), or code has worked out by it, as evidence."""
        item_id = f"{document.id}#{kind}"
        if item_id not in self.items:
            url = next((source.url for source in document.sources if source.url), None)
            citation = Citation(
                number=0,
                passage_id=item_id,
                title=f"{document.title}·{_label(kind, clause)}（{OWN_DIGEST}）",
                quote=text,
                clause=clause,
                document_number=_number_for(document, clause),
                region=self._regions.get_region(document.region_id).name,
                url=url,
            )
            self.items[item_id] = EvidenceItem(item_id, text, citation)
        return self.items[item_id]

    def put_said(self, text: str) -> EvidenceItem:
        """What the person said themselves in this turn, repeated: it may be said back, and proves nothing else."""
        before = self.items.get("said")
        whole = f"{before.text}\n{text}" if before is not None else text
        citation = Citation(number=0, passage_id="said", title="您自己说的情况", quote=whole)
        self.items["said"] = EvidenceItem("said", whole, citation)
        return self.items["said"]

    def put_record(self, item_id: str, title: str, text: str, region: str | None = None) -> EvidenceItem:
        """What a live record says (a vacancy), or a search has counted; a second time it is the same item."""
        if item_id not in self.items:
            citation = Citation(number=0, passage_id=item_id, title=title, quote=text, region=region)
            self.items[item_id] = EvidenceItem(item_id, text, citation)
        return self.items[item_id]

    def find_saying(self, document_id: str, words: str, day: date) -> EvidenceItem | None:
        """The first passage of the document that holds these words, as evidence."""
        document = self._knowledge.documents.get(document_id)
        for passage in document.passages if document else ():
            if any(words in statement.text for statement in passage.statements):
                return self.put(passage, day)
        return None

    def _cite(self, document: PolicyDocument, passage: Passage, text: str) -> Citation:
        start = passage.period.start or document.period.start
        end = passage.period.end or document.period.end
        lines = [source_of(statement, passage, document) for statement in passage.statements]
        clause = next((line.clause for line in lines if line.clause), None)
        return Citation(
            number=0,
            passage_id=passage.id,
            title=f"{document.title}·{passage.heading}（{OWN_DIGEST}）",
            quote=text,
            document_number=_number_for(document, clause),
            clause=clause,
            effective_from=str(start) if start else None,
            effective_to=str(end) if end else None,
            region=self._regions.get_region(passage.region_id or document.region_id).name,
            url=next((line.url for line in lines if line.url), None),
        )


def _label(kind: str, clause: str | None) -> str:
    if kind.startswith("assessment"):
        return "按条件逐条核对"
    return "按规则算出" if clause else "资料说明"


def _number_for(document: PolicyDocument, clause: str | None) -> str | None:
    """The number of the act the clause belongs to; without a clause, of the first act that has one."""
    if clause is None:
        return next((basis.number for basis in document.basis if basis.number), None)
    named = [
        b for b in document.basis if b.title.removeprefix("中华人民共和国") in clause or (b.number or "—") in clause
    ]
    longest = max(named, key=lambda basis: len(basis.title), default=None)
    return longest.number if longest is not None else None
