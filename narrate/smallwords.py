"""Data only: the small words that hold a language's sentences together.

One reads them to cut a long clause before them and never after them; another to tell the
language of a page, since no page goes without them.
"""

from __future__ import annotations

__all__ = ["CONJUNCTIONS", "PREPOSITIONS", "SMALL_WORDS"]

_CONJUNCTIONS = {
    "en": "and but or nor because although though while when where whereas which who whom whose "
    "that if unless until since before after as so than whether",
    "de": "und aber oder sondern denn weil obwohl während wenn wo welche welcher welches dass "
    "ob bis seit bevor nachdem als damit",
    "fr": "et mais ou donc car parce que qui dont où lorsque quand si quoique puisque comme "
    "avant après",
    "es": "y e pero o u sino porque aunque que quien cuando donde como si mientras antes "
    "después",
    "it": "e ed ma o oppure perché che chi cui quando dove come se mentre prima dopo",
    "pt": "e mas ou porque que quem quando onde como se enquanto antes depois",
    "nl": "en maar of want omdat hoewel terwijl wanneer waar die dat wie als tot sinds voordat "
    "nadat",
    "pl": "i a ale lub albo bo ponieważ chociaż gdy kiedy gdzie który która które że czy jeśli "
    "jak",
    "ru": "и а но или потому хотя пока когда где который которая которое которые что чтобы если "
    "как",
    "uk": "і й та а але або бо хоча поки коли де який яка яке які що щоб якщо як",
    "tr": "ve ama fakat veya çünkü ki ancak",
    "ar": "و أو ثم لكن لأن الذي التي الذين حيث عندما إذا أن",
    "hi": "और या लेकिन क्योंकि जो जब जहाँ कि अगर तो",
    "ko": "그리고 그러나 하지만 또는 때문에",
    "id": "dan atau tetapi karena yang ketika jika",
    "sv": "och men eller för eftersom medan när där som att om",
}  # fmt: skip
_PREPOSITIONS = {
    "en": "without within with from into through during against between among under over about "
    "for by at in on to",
    "de": "ohne mit aus von nach bei zu durch gegen für um über unter zwischen vor hinter neben "
    "auf an in im am zum zur beim",
    "fr": "sans avec dans par pour sur sous vers chez entre contre pendant depuis jusque à en",
    "es": "sin con en por para sobre bajo hacia desde entre contra durante hasta a",
    "it": "senza con in per su sotto verso da tra fra contro durante fino a nel nella nei nelle "
    "sul sulla dal dalla",
    "pt": "sem com em por para sobre sob desde entre contra durante até a no na nos nas pelo "
    "pela ao à",
    "nl": "zonder met van uit bij naar door tegen voor om over onder tussen op aan in te",
    "pl": "bez z ze w we na do od dla przez przed po pod nad między przeciw podczas",
    "ru": "без с со в во на до от для через перед после под над между против о об из к при по у",
    "uk": "без з із зі в у на до від для через перед після під над між проти про при по",
    "tr": "için gibi kadar ile sonra önce",
    "ar": "إلى من في على عن مع بين خلال بعد قبل",
    "hi": "पर",
    "id": "untuk dengan dari di ke pada",
    "sv": "med utan från till på i av",
}  # fmt: skip
_CLOSING = {
    "en": "the a an of is are was were be been has have had will would can could may might must "
    "should not no very more most his her its their our your my this these those it he she they "
    "we you i do does did",
    "de": "der die das des dem den ein eine einer eines einem einen ist sind war waren wird werden "
    "hat haben nicht kein keine sehr mehr sein seine ihr ihre es er sie wir ich sich auch noch",
    "fr": "le la les l' un une des du de d' au aux ce cet cette ces son sa ses leur leurs est sont "
    "était ne pas plus très il elle ils elles nous vous je se a ont été",
    "es": "el la los las un una unos unas de del al lo su sus este esta estos estas es son era fue "
    "no más muy se ha han le les está",
    "it": "il lo la i gli le un uno una di del della dei delle dello degli al alla è sono era non "
    "più molto si ha hanno suo sua questo questa anche",
    "pt": "o os as um uma de do da dos das seu sua este esta isso é são era foi não mais muito se "
    "tem têm lhe ele ela",
    "nl": "de het een is zijn was waren wordt worden heeft hebben niet geen zeer meer zijn haar "
    "hun deze dit er ze hij wij ik zich ook nog",
    "pl": "nie jest są był była było się to ten ta te jego jej ich bardzo więcej oraz już tylko",
    "ru": "не ни бы же ли это этот эта эти его её их он она они мы я был была было были так уже "
    "очень более только",
    "uk": "не ні б же чи це цей ця ці його її їх він вона вони ми я був була було були так вже "
    "дуже більше тільки є",
    "tr": "bir bu şu o çok daha en da de değil olarak olan",
    "id": "ini itu adalah tidak akan telah sebuah para",
    "sv": "en ett den det de är var har hade inte mycket mer sin sitt sina han hon vi jag",
}  # fmt: skip

CONJUNCTIONS = {language: frozenset(words.split()) for language, words in _CONJUNCTIONS.items()}
"""And relatives: a clause begins with one, so a breath may well come before it."""

PREPOSITIONS = {language: frozenset(words.split()) for language, words in _PREPOSITIONS.items()}
"""A breath may come before one, where there is no better place."""

SMALL_WORDS = {
    language: words
    | PREPOSITIONS.get(language, frozenset())
    | frozenset(_CLOSING.get(language, "").split())
    for language, words in CONJUNCTIONS.items()
}
"""These, and articles, pronouns, auxiliaries: no breath comes after one."""
