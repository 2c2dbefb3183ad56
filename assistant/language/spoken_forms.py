"""One form for words that mean the same whichever way people say them, for what counts n-grams.

The words a question is made of (多少, 怎么, 什么, 哪里) have a form in the standard language and others in the dialect;
which of them says nothing of what a question is about. A model that learns from texts and reads messages in one form
answers them alike. The table holds function words only: words with a matter of their own are synonyms, which are data
(`lexicon/synonyms.yaml`).
"""

import re
from functools import lru_cache

#: Said → one form. No form may stand in another word that means something else.
_FORMS = {
    "为什么": ("为啥子", "为啥", "凭啥子", "凭啥", "凭什么", "做啥子"),
    "怎么办": ("啷个办", "咋个办", "咋办", "咋整", "啷个整", "咋个整", "该怎么处理", "怎么处理"),
    "怎么": ("啷个", "啷门", "楞个", "郎个", "咋个", "咋", "怎样", "怎么样", "如何"),
    "多久": ("多长时间", "好久", "多长", "几久"),
    "多少": ("好多", "几多"),
    "什么时候": ("啥子时候", "啥时候", "啥时", "哪天", "哪一天"),
    "什么": ("啥子", "啥", "甚么"),
    "哪里": ("哪点", "哪儿", "什么地方", "啥地方", "啥子地方", "哪个地方", "哪凼", "哪塌"),
    "没有": ("没得", "莫得", "冇得"),
    "知道": ("晓得",),
    "家里": ("屋头", "屋里头", "屋里"),
    "孩子": ("娃儿", "娃娃", "小孩子", "小孩", "细娃儿", "细娃"),
    "工作": ("活路",),
    "现在": ("这哈儿", "这哈", "而今", "眼下", "目前", "这阵"),
    "以前": ("往回", "早前"),
    "一下": ("一哈儿", "一哈"),
    "能不能": ("可不可以", "得不得行", "得行不", "行不行", "要得不", "能否", "是否可以", "可否", "得不得"),
    "可以": ("得行", "要得", "能够"),
    "有没有": ("有没得", "有莫得", "是否有", "有无"),
    "是不是": ("是否",),
    "被": ("遭",),
}
_ONE_FORM = {form: plain for plain, forms in _FORMS.items() for form in forms}
_SAID = re.compile("|".join(sorted(_ONE_FORM, key=len, reverse=True)))
_REMEMBERED = 4_096


@lru_cache(maxsize=_REMEMBERED)
def in_one_form(text: str) -> str:
    """The text with its function words in one form."""
    return _SAID.sub(lambda match: _ONE_FORM[match.group()], text)
