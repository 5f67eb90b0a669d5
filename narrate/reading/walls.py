"""Tell a page that keeps its article back: behind a login, a payment, a consent, a script."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from narrate.errors import UnreadableArticle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

    from narrate.article import Block

__all__ = ["Signs", "refuse_wall", "signs_of"]

_FEW = 250
"""Fewer characters are hardly an article: no page but a wall has scripts and so little text."""
_SHORT = 900
"""A longer text is an article, whatever words are in it."""
_TEASER = 1500
"""Of a page that says it is not free, a shorter text is only what everyone may see."""

_WALL = re.compile(
    r"\b(?:log|sign)(?:ged|ging)?[ -]?in\b|\b(?:sign|log)[ -]up\b|your (?:e-?mail|password|account)"
    r"|subscri(?:be|ber|ption)|already a (?:member|subscriber)"
    r"|create (?:a|an|your) (?:free )?account|captcha|are (?:you )?(?:not )?a robot"
    r"|unusual traffic|access (?:is |was )?(?:denied|blocked)|verify (?:that )?you"
    r"|checking (?:if|your)|just a moment|security of your connection"
    r"|enable (?:javascript|cookies)|javascript (?:is|to|must|and)"
    r"|(?:we|site|sites|uses?|accept|all) (?:and our partners )?.{0,60}cookies"
    r"|cookie (?:policy|settings|preferences|consent|notice)|privacy policy|continue reading"
    r"|page (?:not found|you .{0,30}not)|404\b|adblock|ad blocker"
    r"|anmelden|einloggen|registrieren|abonn(?:ement|ieren|é|ez|ent)|weiterlesen mit"
    r"|connectez-vous|se connecter|s['’]identifier|inscri(?:ption|vez)|réservé aux"
    r"|accepter (?:les|et)|inicia(?:r)? sesión|suscr[ií]b|regístrate|aceptar|iniciar sessão"
    r"|assin(?:e|ante)\b|cadastre-se|accedi|abbonati|registrati|inloggen|zaloguj|zarejestruj"
    r"|prenumerat|войдите|войти|авториз|регистрац|зарегистр|подпи(?:ск|ш|сыв)|увійд|увійти"
    r"|javascript|файлы cookie|куки|登录|登錄|登入|注册|註冊|订阅|訂閱|验证码|驗證碼|会员|會員"
    r"|ログイン|会員登録|有料|購読|로그인|회원가입|구독|تسجيل الدخول|اشترك|giriş yap|abone ol"
    r"|लॉग ?इन|सदस्यता",
    re.IGNORECASE,
)


_DENSE = re.compile(r"[\u3040-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Signs:
    """What on a page speaks for a wall, besides its words."""

    password: bool
    scripts: bool
    """Whether scripts are most of what it holds."""
    paid: bool


def signs_of(tree: _Element, *, paid: bool) -> Signs:
    """Look for a password field and scripts; before anything is taken out of the tree."""
    password = any((each.get("type") or "").lower() == "password" for each in tree.iter("input"))
    scripts = sum(
        1000 if each.get("src") else len(each.text or "")
        for each in tree.iter("script")
        if "json" not in (each.get("type") or "")
    )
    return Signs(password, scripts >= 1000, paid)


def refuse_wall(blocks: Sequence[Block], signs: Signs, name: str) -> None:
    """Raise UnreadableArticle if what was found is no article but what stands in front of one."""
    texts = [block.text for block in blocks if block.kind not in ("picture", "heading")]
    found = sum(map(len, texts))
    if not found:
        why = "is it made by scripts alone?" if signs.scripts else "there is nothing to read."
        raise UnreadableArticle(f"{name} shows no text; {why}")
    if found >= _TEASER:
        return
    weight = sum(map(_weight, texts))
    walled = sum(_weight(text) for text in texts if _WALL.search(text))
    if weight < _SHORT and walled * 2 >= weight:
        raise _walled(name, found, "is it behind a login or a notice?")
    if weight < _FEW and signs.password:
        raise _walled(name, found, "is it behind a login?")
    if weight < _FEW and signs.scripts:
        raise _walled(name, found, "is it behind a login, or made by scripts?")
    if weight < _TEASER and signs.paid:
        raise _walled(name, found, "the rest is for subscribers.")


def _walled(name: str, found: int, why: str) -> UnreadableArticle:
    return UnreadableArticle(f"{name} shows only {found:,} characters of text; {why}")


def _weight(text: str) -> int:
    """Count characters; a Chinese, Japanese or Korean sign says as much as three letters."""
    return len(text) + 2 * len(_DENSE.findall(text))
