"""What a message needs a person for, kind by kind, and what stands beside it that needs nobody."""

import pytest

from assistant.adapters.knowledge_store import LoadedKnowledge
from assistant.domain.conversation import AnswerStatus
from tests.services.talking import Talk

#: Beside each: what is told or asked with the same words.
PAIRS = {
    "an order to check, at the end": ("补贴只到了一半，对不上，转人工核对", "单子要人工核对，要核几天"),
    "an order if nothing is found": ("酉阳驿站几点开，查不到就转人工帮我问问", "查不到就算了，不用转人工"),
    "somebody to call and help": (
        "我眼睛不好，想找个事做，能不能安排个工作人员打电话帮我填",
        "我眼睛不好，想找个不用电脑的工作",
    ),
    "a complaint that opens the message": ("投诉街道窗口：办失业登记收了我30元", "投诉窗口的电话是多少"),
    "arrears told in a few words": ("烧烤店欠我三个月工资，长寿", "公司欠税会影响稳岗返还吗"),
    "arrears by months and sum": (
        "渝北网络公司，6月7月提成共5200元拖着不发，催了几次，咋办",
        "6月7月的工资迟发几天算拖欠吗",
    ),
    "two notices, which one holds": ("官网写要照片，墙上贴的说不要，我按哪个", "照片要几寸，按哪个尺寸洗"),
    "a bare question for somebody": ("找客服", "客服一个月多少工资"),
    "whether anybody is there": ("接线员在不在", "接线员岗位还招不招"),
    "one of the staff": ("给我找个工作人员", "我想应聘工作人员，要什么条件"),
    "somebody to ask": ("想找个同志问社保转移", "社保转移要带什么材料"),
    "an order before what it is about": ("转人工，我想问示例夜市每周哪天开放", "转人工收费吗"),
    "to ask a person": ("社保转移的事我要问人工", "人工费一天多少钱"),
    "a call promised": ("讲的回电没来，欠的钱照样没给", "面试说好回电没来，是不是没过"),
    "a fire": ("昨晚收到短信说要烧厂房", "锅炉要烧多久，我想考锅炉证"),
    "somebody to explain": ("能不能请一位懂政策的老师帮我理一理", "老师好，请问失业金怎么领"),
    "not a machine": ("不要机器回答，喊人来", "你是不是机器在回答"),
    "one who cannot hear": ("我是聋人，请安排工作人员打字跟我聊", "我听不见，能不能只用文字告诉我流程"),
    "a wish only if nothing else helps": ("还是不行，给我转人工", "要是解决不了再转人工，先问你"),
    "work done by hand": ("人工，快点", "提示要人工审核，要审几天"),
    "letters": ("wo yao zhao ren gong", "wo xiang kao dian gong zheng"),
    "wages in letters": ("lao ban tuo qian gong zi san ge yue bu gei", "zui di gong zi shi duo shao"),
    "nothing to eat": ("我有残疾证，一直没工作，屋头米都没得了", "我有残疾证，想找一份坐着做的工作"),
    "a child at work": ("表弟才14岁，在黑作坊做工，一天要站十二个钟头", "表弟14岁，能不能读技校"),
    "two offices": ("社区说六十岁就可以，社保所说要满六十三岁，搞不懂", "社区喊我带户口本，社保所几点开门"),
    "one office twice": ("上次打热线说可以补，今天热线又说不能补", "上次说的那个补贴叫什么"),
    "a sum that is wrong": ("这个合计不对，应该还有两千", "这个合计是一个月的吗"),
    "a sum that is right": ("你算少了，漏了三年", "你算得准，跟我到账的一样，谢了"),
    "how often to say it": ("到底要我说几遍，我是个体户", "验证码输错三次了，怎么登录"),
    "wages that are settled": ("老板欠我两万块工钱不给", "以前老板欠我钱，法院早就执行到位了，现在想学开车"),
    "a fall": ("昨天在工地摔断了腿，老板不管", "我摔了一跤没事，今天大厅上不上班"),
    "a joke": ("老板说再去告就弄死我", "我室友开玩笑说再不上班就打断我的腿，哈哈"),
    "pay, not blows": ("主管威胁要打断我的腿", "主管威胁要扣我全勤奖，可以吗"),
    "a call that came": ("说好给我回电话，三天了没人打来", "上次老师已经给我回过电话了，讲得很清楚"),
    "a jest about a parent": (
        "我爸拿起棍子要打断我的腿，不准我出门上班",
        "我妈说我再不上班就打断我的腿，笑死，快给我找个工作",
    ),
    "fruit picked by hand": ("人工，我要人工", "人工授粉和人工疏果的季节工招不"),
    "praise of the machine": ("以为你能办，结果不行，给我转人工", "我以为要打12333才行，结果你这里就查到了"),
    "the same once more": ("写得再短他也不懂，喊个人来跟他说", "用念给老人听的口气再写一遍，我念给外公听"),
    "hearsay": ("窗口说能领六个月，12333说三个月，听哪个", "短视频上有个人说失业金要涨，邻居说没得这回事，有没有准信"),
    "led astray": (
        "我16岁从家里跑出来，在车站睡了两晚，有人说带我去ktv上班",
        "有人说ktv收银工资高，我22岁，能去应聘不",
    ),
    "how handing over goes": (
        "在社区排了半天，帮我转人工",
        "我在街道就业所上班，群众老问转人工多久有人回，规矩是啷个定的",
    ),
    "blame taken back": ("又答错了，说两遍了，我问的不是这个", "上午骂你的话我收回哈，是我各人心急，问题解决了"),
    "age alone": ("我妈七十了，守车棚被老板骂哭还不给钱", "七十了身体硬朗，儿女不让我闲着，守车棚的活有没有"),
    "an advert to draft": ("举报一条招聘，去了要交押金，是骗人的", "想找个踏实的人管仓库，帮我起个招聘的稿子"),
    "signed without understanding": (
        "我听不见，公司喊我签字说是领工资，签完才知道是放弃社保",
        "聋人签合同要不要手语翻译，有没有规定",
    ),
    "an accident this morning": (
        "今早我司一名装卸工坠落，已送医，单位应当先办哪些手续",
        "员工万一上班摔伤，单位一般先办哪些手续",
    ),
    "a threat of long ago": (
        "三年前他就放过狠话，昨天又带人堵我门",
        "三年前他说要打断我的腿，早就判刑了，现在想学电工",
    ),
    "one's own slip": ("我没算错，是你算错了，少了六百", "不是你们写错了，是我把年份看混了"),
    "told twice to somebody else": (
        "第二遍了，我没问养老，我问的是生育",
        "我问了三遍公司财务都不晓得，你晓得社保基数咋定不",
    ),
    "two firms": ("社保所说要三样，窗口说要五样，听哪个的", "两家厂，一个双休一个钱多，帮我选"),
    "a promise kept": ("你们说第二天就回，结果一个星期了没人回", "上次说三天回复，第二天就回了，效率可以"),
    "what others say of us": ("你们就是一群骗子，垃圾", "听人说你们是骗子，我才不信，用着挺好"),
    "pay not yet due": ("到发薪日一个月了，老板还不发工资", "还没到发薪日，想查下个税怎么扣"),
    "a name misused": ("有人冒用我们公司的名义招人收押金，马上处理", "怎么给我们公司的招聘信息改名字"),
    "an injury of long ago": ("刚才手指遭机器轧断了，老板说先别去医院", "小时候脚踝摔断过，现在爬楼都没问题，想送快递"),
    "letters beside characters": ("zhuan ren gong，我手机打字慢", "zhao gong zuo，有没有保安"),
    "sickness at home": (
        "我爸今天在工地摔下来做手术，我在医院守着，公司不管",
        "被公司裁了，正好我妈做手术，我在医院守了一个月，失业金还能申请不",
    ),
    "money lent": ("包工头欠我两万块工钱，拖了快一年", "表弟找我借了两万块说一个月还，拖了快一年"),
    "somebody sent to help": ("老板派人上门威胁我，不准我去告", "镇上窗口就一个女娃儿，区头会不会派人下来帮"),
    "deaf by birth": ("车间太吵我耳朵听不见了，厂里不认", "我公司招了一位听力残疾的员工，残保金能不能减"),
    "a court, not a knife": ("他扬言要来砍我全家", "员工扬言要去告我们，仲裁答辩怎么写"),
    "two authorities, two words": (
        "银行说贷款要担保人，人社说免担保，到底听哪个",
        "银行几点开门，人社局在哪里",
    ),
    "who looks after us, by the plan": (
        "有没得人联系我，喊个工作人员打电话来",
        "登记完后头还有没得人联系我，方案是怎么安排的",
    ),
    "office hours": ("窗口的人上班时间打牌，不给我办", "窗口周末开门不"),
}


@pytest.mark.parametrize(("needed", "_"), PAIRS.values(), ids=list(PAIRS))
def test_a_person_is_brought_in(loaded: LoadedKnowledge, needed: str, _: str) -> None:
    assert Talk(loaded).say(needed).handover is not None


@pytest.mark.parametrize(("_", "harmless"), PAIRS.values(), ids=list(PAIRS))
def test_the_same_words_beside_it_bring_nobody_in(loaded: LoadedKnowledge, _: str, harmless: str) -> None:
    assert Talk(loaded).say(harmless).handover is None


def test_wanting_to_smash_the_office_is_anger_and_no_injury(loaded: LoadedKnowledge) -> None:
    turn = Talk(loaded).say("气死我了，你们这个破系统，恨不得把你们办公室砸了")
    assert turn.handover is not None
    assert turn.handover.reason.value in ("anger", "threat")


def test_a_correction_after_a_correction_is_not_having_been_understood_twice(loaded: LoadedKnowledge) -> None:
    talk = Talk(loaded)
    talk.say("璧山有没有洗碗的工作")
    assert talk.say("不是保洁，要洗碗").handover is None
    turn = talk.say("怎么又是保洁，我说的是洗碗")
    assert turn.handover is not None
    assert turn.handover.reason.value == "failed_twice"


def test_a_long_story_is_heard_to_its_end(loaded: LoadedKnowledge) -> None:
    story = "我早年在浙江交过社保，后来回了万州，中间自己交过灵活就业，又断了两年，去年厂里给我办了职工的。" * 3
    turn = Talk(loaded).say(f"{story}这些年份怎么合并我看了好多网页都没看明白，还是想请你们安排一位老师跟我说一说")
    assert turn.status is AnswerStatus.HANDED_OVER or turn.handover is not None
    assert Talk(loaded).say(f"{story}请问这些年份怎么合并").handover is None


@pytest.mark.parametrize("answer", ["你说的这个我不清楚，跳过嘛", "连续满七个月，缴着的"])
def test_the_answer_to_a_question_of_ours_brings_nobody_in_without_a_sign(loaded: LoadedKnowledge, answer: str) -> None:
    talk = Talk(loaded)
    talk.say("被公司辞退了，想知道失业保险金的期限和每月金额")
    assert talk.service.known(talk.id).open_question is not None
    turn = talk.say(answer)
    assert turn.handover is None
