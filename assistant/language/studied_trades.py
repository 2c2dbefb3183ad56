"""What somebody studied, or likes to do, as the work they look for: 软件专业应届想找个岗, 她学护理的, 她喜欢带娃儿."""

import re

from assistant.language.said_words import SaidWords

#: A subject as it is called → occupations of `lexicon/occupations.yaml` that it leads to.
_SUBJECTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("软件(?:工程|技术|开发)?|计算机(?:科学)?(?:与技术|应用)?|编程|信息工程", ("后端", "前端", "测试工程师")),
    ("护理学?|助产", ("护士",)),
    ("会计学?|财会|财务管理", ("会计",)),
    ("学前教育|幼教|幼师", ("幼师",)),
    ("汽修|汽车(?:维修|检测与维修|运用与维修)", ("汽修工",)),
    ("电气(?:工程)?(?:及?自动化)?|机电(?:一体化)?", ("电工",)),
    ("数控(?:技术)?", ("数控操作工",)),
    ("烹饪|厨师", ("厨师",)),
    ("电子?商务?|电商", ("运营",)),
    ("人力资源(?:管理)?", ("人事",)),
    ("土木(?:工程)?|工程造价|建筑工程", ("施工员", "造价员")),
    ("平面设计|视觉传达", ("平面设计师",)),
    ("药学|药剂", ("药店店员",)),
)
_LIKES = re.compile(
    r"(?:喜欢|爱|最会|擅长|想|愿意|乐意)(?:去)?(?:带|看|哄|照看|照顾|经佑|引)(?:小|奶|细)?(?:娃|孩|朋友|毛毛|宝宝)"
)
_OF_CHILDREN = ("育婴师", "保姆")
_STUDIED = re.compile(
    r"(?:学|读|念)(?:的|过|了)?(?:是)?(?P<learnt>[^,，。的]{2,10})(?:的|专业|毕业|出来|$|[,，。])|(?P<subject>[^,，。的是读学]{2,8})专业"
)
_ON = re.compile(
    r"想学|(?:地方|哪里|哪儿|去哪)[^,，。]{0,3}[学读]|要学|去学|学一?门|报名|培训|学(?:得|会|到|点|习|校|历|费|生|徒|技术|手艺)"
)


#: Whoever only tells what they studied looks for nothing; of another person it is told to have work looked for.
_SEEKS = re.compile(
    r"岗|工作|上班|找|活路?|招|应届|就业|她|他|女朋友|男朋友|老婆|老公|爱人|对象|妹|弟|姐|哥|儿子|女儿|妈|爸|娃|表|同学|室友"
)


def find_studied_trades(words: SaidWords, known: frozenset[str]) -> tuple[str, ...]:
    """The occupations, of those `known`; empty where nothing is told of, or somebody means to learn."""
    if _LIKES.search(words.text):
        return tuple(one for one in _OF_CHILDREN if one in known)
    if _ON.search(words.text) or not _SEEKS.search(words.text):
        return ()
    for match in _STUDIED.finditer(words.text):
        said = match["learnt"] or match["subject"]
        for subject, trades in _SUBJECTS:
            if re.search(rf"(?:^|[是个])(?:{subject})", said) or re.search(rf"(?:{subject})$", said):
                return tuple(one for one in trades if one in known)
    return ()
