"""Short articles of our own in several languages, as parts: what a page's template is filled with."""

# ruff: noqa: E501 - a paragraph is a line

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["STORIES", "Part", "Story"]


@dataclass(frozen=True, slots=True)
class Part:
    """One paragraph, heading, item or quote."""

    kind: str
    """`p`, `h2`, `li` or `quote`."""
    text: str


@dataclass(frozen=True, slots=True)
class Story:
    """An article and what a page around it needs to know."""

    language: str
    title: str
    dek: str
    author: str
    site: str
    parts: tuple[Part, ...]


def _parts(text: str) -> tuple[Part, ...]:
    """Read the parts from lines: `# ` a heading, `- ` an item, `> ` a quote, else a paragraph."""
    marks = {"# ": "h2", "- ": "li", "> ": "quote"}
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    return tuple(
        Part(marks[line[:2]], line[2:]) if line[:2] in marks else Part("p", line) for line in lines
    )


STORIES = (
    Story("en", "The Baker Who Listens to Her Ovens",
          "In a lane behind the harbour, one woman bakes by ear.",
          "Ann Poe", "The Harbour Post", _parts("""
        At four in the morning the lane behind the harbour is dark, except for one window. Behind it Mabel Rowe lays her head against an oven door.
        She is listening. A loaf that is nearly done, she says, begins to tick like a cooling engine.
        “My mother had no thermometer,” she told me. “She had ears.”
        # A trade learned in the dark
        Rowe began at the age of nine, standing on a crate. The bakery had belonged to her family since 1911, and nothing in it had been replaced that could be mended.
        The first thing she learned was patience. The second was to tell three sounds apart:
        - the hiss of steam in the first ten minutes
        - the long silence while the crust sets
        - the ticking that means it is time
        None of them can be written down, she says, and that is why no machine has taken her work.
        > A loaf tells you everything, if you let it speak first.
        # What the numbers say
        Two years ago a student from the university measured the ticking. It comes 3.5 times a second, and it slows as the crust cools.
        The student has since moved to the city. Rowe has kept her paper, framed, beside the flour.
        At six the door opens. The first customers say nothing; they know better than to talk while she listens.
    """)),
    Story("en", "Why Old Maps Have Empty Corners",
          "Cartographers left blanks on purpose, and the blanks tell more than the coasts.",
          "Peter Quill and Rosa Lind", "Chart & Compass", _parts("""
        Every map is a list of things that somebody decided to leave out.
        The oldest charts in the collection at Grey Point show a coast in fine detail, with every rock and shoal, and then, in the north-east corner, nothing at all.
        For a long time scholars took the emptiness for ignorance. It was not. The men who drew these charts knew well what lay there, because they fished in it.
        # Silence as a trade secret
        A good fishing ground was worth more than a ship. To draw it was to give it away, and so the corner stayed empty for the better part of a century.
        Three families shared the knowledge. Their logbooks, which came to light in 2014, agree with one another to within half a mile.
        Yes.
        That single word stands in the margin of one of them, beside a sounding of forty fathoms. Nobody knows what the question was.
        # How to read a blank
        The curator advises visitors to look first at what is missing. “Then ask who gained by it,” she says.
        It is good advice for more than maps.
    """)),
    Story("de", "Der Mann, der die Kirchturmuhren stellt",
          "Einmal im Jahr besteigt Emil Brandt vierzehn Türme.",
          "Klara Vogt", "Talbote", _parts("""
        Emil Brandt zählt die Stufen nicht mehr. Früher hat er es getan, sagt er, und bei 3.412 hat er aufgehört.
        Er ist der letzte Uhrmacher im Tal, der noch auf die Türme steigt. Die anderen schicken ein Signal über Funk.
        # Öl, Geduld und ein Lappen
        Sein Werkzeug passt in eine Tasche. Darin liegen ein Fläschchen Öl, drei Schlüssel, ein Lappen und ein Heft, in das er jede Abweichung einträgt.
        Die Uhr von Oberau geht seit 1887 vier Sekunden am Tag vor. „Das ist ihr Charakter“, sagt Brandt, „den nimmt man ihr nicht.“
        - Im Frühjahr prüft er die Gewichte.
        - Im Herbst stellt er die Zeiger.
        - Im Winter hört er nur zu.
        > Eine Uhr, die man nicht besucht, vergisst die Zeit.
        # Wer kommt nach ihm?
        Seine Enkelin begleitet ihn seit zwei Jahren. Sie ist schneller oben als er, und sie zählt die Stufen.
        Am Abend schlagen die vierzehn Glocken beinahe gleichzeitig. Beinahe, sagt Brandt, das sei genau genug.
    """)),
    Story("fr", "Le jardin qui pousse sur les toits",
          "À Saint-Aubin, les habitants cultivent au-dessus de leurs têtes.",
          "Jeanne Morel", "La Gazette du Port", _parts("""
        Il faut monter quatre étages pour trouver les tomates de Lucien Fabre. Elles poussent entre deux cheminées, à l’abri du vent d’ouest.
        Tout a commencé par une caisse oubliée et une pluie de printemps. Un mois plus tard, la caisse était verte.
        # Une affaire de voisins
        Aujourd’hui, vingt-deux toits portent des cultures. On y échange des graines, des outils et, le dimanche, des recettes.
        « Nous nous disions à peine bonjour », raconte une voisine. « Maintenant, nous nous disputons à propos des limaces. »
        - Les légumes vont à la cantine de l’école.
        - Les fleurs vont à la mairie.
        - Les orties restent à tout le monde.
        # Et l’hiver ?
        L’hiver, les jardiniers réparent les bacs et comptent les degrés. La chaleur des immeubles leur fait gagner trois semaines.
        Lucien Fabre, lui, regarde les nuages. Il dit qu’un toit rapproche du temps qu’il fait.
    """)),
    Story("es", "La biblioteca que viaja en mula",
          "Dos veces al mes, los libros suben a la sierra.",
          "Inés Robledo", "Diario del Valle", _parts("""
        La mula se llama Gramática y no tiene prisa. Lleva ciento veinte libros en dos alforjas y conoce el camino mejor que su dueño.
        Tomás Arce la acompaña desde hace once años. Cuando empezó, en la sierra había una escuela y ningún estante.
        # Lo que piden los lectores
        Los niños piden cuentos de barcos, porque nunca han visto el mar. Los mayores piden novelas largas, para que duren hasta la próxima visita.
        «Un libro corto es una descortesía», explica una lectora de ochenta y tres años.
        - Ningún libro se ha perdido.
        - Tres volvieron con flores secas entre las páginas.
        - Uno volvió con el final corregido a lápiz.
        # El camino de vuelta
        Al bajar, las alforjas pesan lo mismo, pero Arce asegura que la mula camina más contenta.
        La próxima salida será el primer lunes de mayo, si la nieve lo permite.
    """)),
    Story("ru", "Смотритель маяка пишет письма морю",
          "На острове, где нет почты, он каждый день отправляет по бутылке.",
          "Вера Лунина", "Северный берег", _parts("""
        Каждое утро Степан Ильич спускается по ста сорока ступеням и бросает в воду бутылку. В бутылке лежит письмо.
        Он делает это двадцать шесть лет. За всё время ему ответили девять раз, и каждый ответ хранится в жестяной коробке.
        # О чём он пишет
        Письма короткие. В них говорится о погоде, о птицах и о том, что показалось смотрителю важным за последние сутки.
        «Море читает медленно», — говорит он. — «Поэтому я пишу без спешки».
        - Первое письмо вернулось через два года.
        - Второе нашли школьники на другом берегу.
        - Третье прочёл капитан, который теперь приезжает каждое лето.
        # Последний маяк
        Маяк давно работает сам, и смотритель ему не нужен. Но начальство оставило должность, потому что никто не решился подписать приказ.
        Вечером зажигается свет. Степан Ильич закрывает дверь и точит карандаш для завтрашнего письма.
    """)),
    Story("zh", "修钟表的老人和他的一百座钟",
          "在旧城的巷子里，时间从不走得太快。",
          "林晓", "旧城晚报", _parts("""
        清晨六点，巷子里还很安静，周师傅的一百座钟已经开始报时。它们并不同时响起，前后要差上整整两分钟。
        他说这是故意的。钟和人一样，各有各的脾气，硬要它们整齐，反而会坏得更快。
        # 从一把小锤子开始
        十二岁那年，父亲给了他一把小锤子，让他学会听金属的声音。那把锤子现在还挂在墙上，木柄已经磨得发亮。
        周师傅修过的钟超过三千座，最老的一座造于1862年，来自海边的一座灯塔。
        “听得懂它的声音，就知道它哪里不舒服。”他一边说，一边把耳朵贴在钟壳上。
        # 年轻的徒弟
        去年春天，巷子里来了一个学机械的学生。她本来只想拍几张照片，后来却留了下来，每个周末都来帮忙。
        师傅说，手艺不怕没人学，只怕没人愿意慢下来。
        傍晚的时候，一百座钟又依次响起，邻居们听着钟声开始做晚饭。
    """)),
    Story("ja", "海辺の駅で毎朝ピアノを弾く人",
          "乗客が三人しかいない日も、音楽は鳴る。",
          "森川みずほ", "潮風だより", _parts("""
        始発列車が着く十分前、海辺の小さな駅にピアノの音が流れはじめます。弾いているのは、元駅員の北村さんです。
        駅が無人になったのは八年前のことでした。その日から北村さんは、切符の代わりに音楽で乗客を迎えています。
        # 一日に一曲だけ
        弾くのは一日に一曲だけと決めています。雨の日にはゆっくりした曲を、風の強い日には短い曲を選びます。
        「列車は待ってくれませんから、曲の長さがいちばん大事なんです」と北村さんは笑います。
        # ピアノが来た日
        ピアノは、廃校になった小学校の音楽室から運ばれてきました。町の人たちが二十人がかりで坂を下ろしたそうです。
        今では遠くの町から、その一曲を聴くためだけに訪れる人もいます。
        列車が出ていくと、駅にはまた波の音だけが残ります。
    """)),
    Story("ar", "الرجل الذي يجمع أصوات المدينة",
          "في حقيبة صغيرة يحمل سامي ما يزيد على ألف تسجيل.",
          "ليلى حداد", "صحيفة الميناء", _parts("""
        يخرج سامي كل صباح قبل شروق الشمس ومعه جهاز تسجيل قديم. يقول إن المدينة تتكلم بوضوح عندما ينام أهلها.
        بدأ هوايته قبل خمسة عشر عاما عندما سمع باب مدرسته القديمة للمرة الأخيرة. كان الباب يصدر صوتا يشبه الضحك.
        # أرشيف من الهواء
        يحتفظ سامي اليوم بأكثر من ألف تسجيل مرتبة حسب الأحياء والفصول. بعضها لا يتجاوز ثلاث ثوان.
        «الصوت يشيخ مثل الناس» يقول وهو يفتح دفترا صغيرا كتب فيه كل شيء بخط يده.
        # المعرض الأول
        في الخريف الماضي افتتح معرضا لا يرى فيه الزائر شيئا. يجلس الناس في غرفة مظلمة ويستمعون إلى السوق كما كان قبل عشر سنوات.
        خرج كثيرون وهم يبتسمون، وطلب رجل عجوز أن يسمع صوت الباب القديم مرة أخرى.
    """)),
)  # fmt: skip
