"""Workers who by age and registration are 登记失业4050人员: registered unemployed, a woman of 40 or anybody of 50."""

import re

_FORTY = r"(?:4[0-9]|四十[一二三四五六七八九几多来]?)(?:多|几|来|好几)?(?:周)?岁"
_FIFTY = r"(?:5[0-9]|五十[一二三四五六七八九几多来]?)(?:多|几|来|好几)?(?:周)?岁"
_WOMEN = r"女(?!婿|儿|朋友|装)|妇女|大姐|阿姨|孃孃|嬢嬢|大妈|大嫂"
_OWN = re.compile(r"(?:我|本人|老板)(?:自己)?(?:今年|都|已经)*[0-9一二三四五六七八九十]+(?:多|几)?岁")
_BELOW = re.compile(r"(?:不到|不满|未满|没到|没满)[0-9一二三四五六七八九十]+(?:多|几)?岁")
_OLDER = re.compile(rf"{_FIFTY}|{_FORTY}[^。男]{{0,14}}(?:{_WOMEN})|(?:{_WOMEN})[^。男]{{0,14}}{_FORTY}")


_REGISTERED = re.compile(r"(?<![没未])登记(?:了|过|的)?失业|(?:办|做|有)(?:了|过)?失业登记|失业登记(?!都?[没未还])")
_NOT_REGISTERED = re.compile(r"[没未](?:有|去)?(?:办|做|登记)[^,，。;；]{0,3}失业|失业登记[^,，。;；]{0,3}[没未]")


def are_older_unemployed(text: str) -> bool:
    """Whether the workers told of are registered unemployed and of that age, by what the text says of them alone."""
    is_older = _OLDER.search(_BELOW.sub("，", _OWN.sub("，", text))) is not None
    return is_older and _REGISTERED.search(text) is not None and _NOT_REGISTERED.search(text) is None
