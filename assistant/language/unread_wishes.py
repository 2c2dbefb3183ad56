"""Words in the form of a wish for a job that no field of a vacancy holds: 是正经喝茶的, 环境好点的."""

import re

_CLAUSES = re.compile(r"[,，。;；!！?？\n]+")
_QUALITY = (
    "好|近|大|小|稳定?|稳当|干净|安静|清静|轻松|松活|正规|正经|自由|亮堂|暖和|凉快|舒服|体面|热闹"
    "|年轻|随便|单纯|简单|高|早|晚|灵活|合适|靠谱|撇脱|利索"
)
_WISH = re.compile(
    rf"不是[^,，。]{{1,12}}(?:那种|的)|(?:是|要|找|想要|就)[^,，。]{{1,10}}(?:那种|的)$|(?:那种|这种)(?:的)?(?:不要|莫要|就行|就可以|也行|最好)?$"
    rf"|(?:{_QUALITY})(?:一)?(?:点|些)儿?(?:的)?(?:就行|就可以|最好|嘛|噻|哈|才好)?$"
    r"|也(?:可以)?(?:看看|看哈|看一下|看下|要得|行|得行|可以|给我看)|(?:一起|一路|都)(?:看看|看哈|看一下)"
    r"|^(?:千万|就是|反正)?(?:最好|希望|只要|就要|一定要|必须|最怕|受不了|不喜欢|不想|不愿意?|莫|不要|别)[^,，。]{1,16}$"
    r"|[^,，。]{1,12}的(?:不要|莫要|莫给我|就算了|优先|排前面|排在前面|先看|除外)"
)
_LONGEST = 40


def find_unread_wish(text: str) -> str | None:
    """The clauses that have the form of a wish, as they were said; None where there are none."""
    clauses = [one.strip() for one in _CLAUSES.split(text) if one.strip()]
    kept = [one for one in clauses if _WISH.search(one)]
    return "，".join(kept)[:_LONGEST] if kept else None
