"""What an employer says of a request that lies drafted: to change it, to leave a part out, when somebody will call."""

import re

#: Opens a change, whatever follows: 再加一条, 工资改成, 把夜班去掉.
_CHANGES = re.compile(
    r"再加|加[上个一]条?|加到|补[充上]?(?!贴|助|偿)|改[成为到]|换[成为]|写[成上进]|注明|标明"
    r"|去掉|删[掉了除]|不写|别写|莫写|不要写|拿掉|取消(?:那|这)?(?:条|项|个|一条)"
    r"|(?:那|这)(?:一)?[条项点]|另外(?:还)?要|还要(?:会|能|有|求)|多[要招]|少[要招]|只[要招]"
)
_DROPS = re.compile(
    r"去掉|删[掉了除去]|不写|别写|莫写|不要写|拿掉|取消(?:那|这)?(?:条|项|个|一条)|(?:那"
    r"|这)(?:一)?[条项点](?:就)?(?:算了|不要)"
)
_CALLED = re.compile(
    r"(?:好久|多久|几时|几天|什么时候|啥时候|啥子时候|哪天|多长时间"
    r"|最快)[^,，。?？]{0,8}(?:有人|来人|联系|理|接|回|答复|电话|消息|动静|安排|对接|给我|找我"
    r"|看到|能到|到岗|招得?到|招齐|有)"
    r"|(?:有人|你们|会不会|会|哪个|谁)[^,，。?？]{0,6}(?:联系|理|接单|回电|打电话|给我回|对接"
    r"|找我)[^,，。?？]{0,4}(?:吗|嘛|不|没|么|[?？])"
    r"|(?:发|登|挂)出去(?:了)?(?:没|吗|不)|(?:就|这样)?(?:算)?(?:发|登|报)(?:好|出去|上)了(?:吗|没|不)"
)
_FIELDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("benefits", re.compile(r"包[吃住餐]|食宿|五险|社保|双休|年终")),
    ("shifts", re.compile(r"夜班|白班|倒班|班次|两班|三班")),
    ("starts_on", re.compile(r"日期|到岗|时间|几号|要人")),
    ("pay", re.compile(r"工资|薪|待遇")),
    ("more", re.compile(r"要求|经验|证|学历|图纸|条件")),
)
_LIMITS = re.compile(r"年龄|岁|性别|男|女|婚|育|户口|户籍|民族|残疾")
_ENDS_IT = re.compile(
    r"^(?:好|行|可以|要得|得行|嗯|哦|晓得|知道|没得?了|没有了|就这些|就这样|差不多|对|是)+(?:的|了|嘛|吧|哈|啊|哦)*$"
)


def changes_the_draft(text: str) -> bool:
    """Whether something is to be added, put otherwise or left out."""
    return _CHANGES.search(text) is not None


def fields_dropped(text: str) -> tuple[str, ...] | None:
    """The fields of the draft that are to be left out; empty: one that is not named, or that was never written down;
    None: nothing is to be left out."""
    if _DROPS.search(text) is None:
        return None
    return () if _LIMITS.search(text) else tuple(name for name, word in _FIELDS if word.search(text))


def asks_when_called(text: str) -> bool:
    """Whether the employer asks if and when somebody takes up the request."""
    return _CALLED.search(text) is not None


def is_content(text: str) -> bool:
    """Whether nothing more is said than that it is well so."""
    return _ENDS_IT.match(text.strip("。.!！~ ")) is not None
