"""What stands on a page around an article, known by the page's structure, is taken out.

Known are elements that are hidden or that no article's text stands in, and names of classes, ids
and roles that say what a part is for. A part that holds a good share of the page's words is
never taken out for its name alone: pages name the strangest things "sidebar" and "promo".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from narrate.reading.dom import body_of, drop
from narrate.reading.markup import name_of, types_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element

__all__ = ["GONE", "Mass", "masses", "without_trappings"]

GONE = "narrate-gone"
"""The class of the `hr` that stands where a part with words was taken out."""

_NEVER_TEXT = frozenset(
    """
    applet audio button canvas datalist dialog embed frame frameset iframe input link map
    marquee menuitem meta meter nav nextid noframes noscript object optgroup option param progress
    rp script select source style svg template textarea title track video
    """.split()  # noqa: SIM905 - easier to read as words
)
_ROLES: dict[str, float] = {
    "alert": 0.2, "alertdialog": 0.3, "banner": 0.2, "button": 0.05, "complementary": 0.3,
    "contentinfo": 0.3, "dialog": 0.3, "menu": 0.3, "menubar": 0.3, "navigation": 0.4,
    "search": 0.3, "status": 0.1, "tablist": 0.2, "toolbar": 0.2, "tooltip": 0.1,
}  # fmt: skip
_NOTES = re.compile(r"(?:foot|end|side|margin)-?notes?|doc-(?:foot|end)notes?")
_KEPT_ASIDES = re.compile(
    r"admonition|note|tip|warning|important|callout|pull-?quote|epigraph|example|summary|key-points"
)


class _Name(NamedTuple):
    """A name of parts that are not the article."""

    pattern: re.Pattern[str]
    share: float
    """Of the page's unlinked words it may hold at most this share; more is the article itself."""
    linked: float = 0.0
    """At least this share of its words must be links."""
    longest: int = 100_000
    """It may hold at most so many characters."""


def _named(words: str, share: float, *, linked: float = 0.0, longest: int = 100_000) -> _Name:
    return _Name(re.compile(rf"(?:^|-)(?:{words})(?:-|$)"), share, linked, longest)


_PARTS = (
    # Comments are often longer than what they comment on.
    _Name(re.compile(r"^(?:(?:post|article|entry|user|reader|fb|wp|story)-)?comments?"
                     r"(?:$|-(?!ary))|^(?:disqus|dsq|livefyre|coral|hyvor|giscus|utterances|respond"
                     r"|reply-title|comol)(?:$|-)|pinglist|trackbacks?|webmentions?"), 0.93),
    _named(r"share|shares|sharing|sharebar|sharebox|sharedaddy|sharethis|addtoany|addthis|socials?"
           r"|sociable|social(?:bar|media|links|icons)|followus|follow-us|jiathis|bdsharebuttonbox"
           r"|a2a|shariff|heateor|ssba|sns", 0.15, longest=2500),
    _named(r"related|relateds|relatedposts|related(?:stories|articles|news|content)|recommended"
           r"|recommend|recommendations?|recirc|recirculation|more-(?:from|on|stories|news|posts"
           r"|articles|reading)|read-(?:more|next|also)|readmore|up-next|upnext|also-like"
           r"|you-(?:may|might)|yarpp|crp|zergnet|outbrain|taboola|ob-widget|plista|revcontent|mgid"
           r"|lentainform|see-?also|seealso|similar|read-?too|onward|teasers?|teaserlist"
           r"|linkedarticles|infinite-?scroll|next-(?:post|article|story)|prev-next|post-nav"
           r"|(?:post|entry|article|single)-navigation", 0.35),
    _named(r"trending|popular|most-(?:read|viewed|popular)|mostread|mostpopular|latest|headlines"
           r"|top-stories|topstories|editors?-picks?|hot-?news|ranking", 0.3, linked=0.3),
    _named(r"newsletters?|newsletter-?(?:signup|form|box)|subscribe|subscription|subscriptions"
           r"|subscribers?-only|sign-?up|opt-?in|mailchimp|mc-?embed|convertkit|mailmunch|email-form"
           r"|subscribe-widget|button-wrapper|sign-?in|log-?in|register|registration"
           r"|join-us|qr-?code|erweima|ewm|weixin|wechat", 0.2, longest=1500),
    _named(r"ads?|adv|advert|adverts|advertising|advertisements?|adsbygoogle|adsense|adslot"
           r"|ad-?(?:unit|box|slot|container|wrapper|label|block|banner|placeholder|zone)"
           r"|dfp|gpt|sponsor|sponsors|sponsored|promos?|promotion|promoted|promobox|commercial"
           r"|teads|nativo|affiliate|affiliates|reklama|anzeige|werbung|publicidad|pub|guanggao",
           0.2, longest=3000),
    _named(r"cookies?|cookie-?(?:banner|notice|bar|consent|law|policy)|consent|gdpr|ccpa|cmp"
           r"|onetrust|didomi|usercentrics|cybot|qc-cmp\d?|privacy-(?:banner|notice)|eu-cookie"
           r"|truste|sp-message", 0.6),
    _named(r"paywall|regwall|piano|metered|subscriber-wall|login-wall|premium-(?:wall|teaser|box)"
           r"|gate|barrier|upsell|membership|cta|call-to-action|donate|donation|donations"
           r"|support-us|fundraising|patreon|app-(?:banner|promo|download)|download-app"
           r"|smartbanner|modal|popup|popover|overlay|lightbox|toast|interstitial|snackbar"
           r"|push-notification", 0.2, longest=1500),
    _named(r"nav|navi|navs|navbar|navigation|navigator|navbox|navlinks|subnav|topnav|mainnav"
           r"|nav-?(?:menu|bar|links)|menu|menus|submenu|breadcrumbs?|bread-crumbs?|crumbs?"
           r"|pagination|paginator|pager|paging|page-(?:links|numbers)|skip-?links?|jump-link"
           r"|site-header|masthead|topbar|top-bar|header-(?:top|bar|menu)|site-nav", 0.3),
    _named(r"site-?footer|page-?footer|colophon|footer|footers|foot|bottom-?bar|copyright"
           r"|global-?footer|foot-?links|post-footer|entry-footer|article-footer|footer-post",
           0.25),
    _named(r"sidebar|side-bar|sidebars|sidecol|side-?column|right-?(?:rail|col|column|bar)"
           r"|left-?(?:rail|bar)|rail|secondary|tertiary|complementary|aside|wp-block-widget-area"
           r"|widget|widgets|widget-area|blogroll|archives?-list|tagcloud|tag-cloud", 0.3),
    _named(r"toc|tocs|table-of-contents|toc-?container|contents-list|on-this-page", 0.3,
           linked=0.4),
    _named(r"byline|bylines|by-line|author|authors|author-?(?:name|bio|box|info|card|meta|profile"
           r"|block|details|description|list|area|byline|avatar|social)|about-?(?:the-)?author"
           r"|bio|biography|contributor|contributors|writer|post-author|avatar|userinfo|user-info"
           r"|profile-card|writtenby|written-by|editor-info", 0.15, longest=1200),
    _named(r"meta|metas|meta-?(?:data|info)|post-?meta|entry-?meta|article-?meta|postmeta"
           r"|metadata|dateline|timestamp|posted-on|published|publish-?date|pubdate|pub-date"
           r"|post-?date|entry-date|article-date|date|datetime|reading-?time|readtime|read-time"
           r"|time-to-read|post-info|article-?info|entry-info|eyebrow|kicker|section-name"
           r"|article-?(?:source|category|section|tools?|actions?)|last-?(?:updated|modified)|modified|updated|byline-date"
           r"|word-?count|view-?count|views|viewcount|post-views|comments?-(?:count|link|number)",
           0.1, longest=350),
    _named(r"tags?|taglist|tag-?(?:list|links|cloud|group)|post-?tags|entry-tags|article-tags"
           r"|keywords?|hashtags|topics?|topic-?(?:list|tags)|categories|category|cat-?links"
           r"|filed-under|labels|post-labels|subjects", 0.1, longest=700),
    _named(r"captions?|figcaption|wp-caption-text|wp-caption|thumb-?caption|caption-?(?:text|wrap)"
           r"|image-?(?:caption|credit|source)|img-?(?:caption|desc)|photo-?(?:caption|credit"
           r"|source)|media-?(?:caption|credit)|picture-?(?:caption|desc)|imgcaption|image-desc"
           r"|credits?|tr-caption|tmce-caption|thumbcaption|pic-?(?:desc|note|title)|ta-?pic"
           r"|photographer|mw-file-description|bildunterschrift|bildtext", 0.1, longest=1000),
    _named(r"gallery|galleries|slideshow|carousel|slider|swiper|slick|thumbnails?|video-?player"
           r"|jwplayer|player|videojs|vjs|podcast-player|audio-player|brightcove|listen", 0.3),
    _named(r"infobox|hatnote|dablink|rellink|ambox|tmbox|mbox-small|mbox|metadata|noprint|catlinks"
           r"|mw-editsection|editsection|mw-jump-link|mw-indicators?|printfooter|sistersitebox|side-box"
           r"|reflist|refbegin|references|navbox|vertical-navbox|portal|portalbox|portal-bar|authority-control|mw-references-wrap"
           r"|mw-empty-elt|shortdescription|thumbinner|portable-infobox|toclimit|coordinates"
           r"|succession-box|stub|noexcerpt|mw-authority-control", 0.5),
    _named(r"sr-only|screen-?reader(?:-text|-only)?|visually-?hidden|visuallyhidden|a11y-hidden"
           r"|assistive-text|offscreen|off-screen|d-none|is-hidden|element-invisible|hide|hidden"
           r"|print-only|printonly|show-for-print|print-source|is-visually-hidden|u-hidden", 0.3),
    _named(r"buttons?|btn|btns|toolbar|tool-?bar|tools|utility|utilities|print|printer|print-link"
           r"|email-link|actions|action-bar|controls|bookmark|save-article|follow|follow-button"
           r"|feedback|helpful|was-this|rating|ratings|ratingblock|stars|votes?|vote-?(?:box|count)"
           r"|likes?|like-button|claps|reactions?|poll|survey|quiz|counter|copy-?(?:button|link"
           r"|code)|clipboard|anchor-?link|headerlink|permalink|header-anchor|edit-?(?:this|page"
           r"|link)|line-?numbers?|gutter|lineno|linenos|linenodiv", 0.1, longest=600),
    _named(r"disclaimer|disclosure|affiliate-disclosure|legal|rights|terms|copyright-notice"
           r"|article-?statement|statement|editor-?note-footer|reprint|reprints|permissions"
           r"|corrections-policy|syndication|tip-us|contact-us|google-news", 0.1, longest=800),
)  # fmt: skip
# On these inside a paragraph a name says nothing: spans are styled by whatever class is at hand.
_INLINE = frozenset(
    """
    a abbr b bdi bdo big cite code data dfn em font i ins kbd mark q s samp small span strike
    strong sub sup tt u var wbr time label
    """.split()  # noqa: SIM905 - easier to read as words
)
_PHRASE_NAMES = re.compile(
    r"(?:^|-)(?:mw-editsection|editsection|sr-only|screen-reader-text|screen-reader|visually-hidden"
    r"|visuallyhidden|headerlink|header-anchor|anchor-?link|permalink|line-?numbers?|linenos?"
    r"|copy-button|noprint|tooltip|tooltiptext|d-none|share|caption|photo-credit|credit"
    r"|image-caption|mw-reflink-text-none|ad|advertisement|noexcerpt|hidden-visually)(?:-|$)"
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_SHOWN_WIDE = re.compile(r"(?:^|\s)(?:sm|md|lg|xl):(?:block|flex|grid|inline|table|contents)")
_HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_\s:./]+|--+")
# Layout systems name parts for what stands beside them, or for what is not there.
_OF_OTHERS = re.compile(r"^(?:has|no|not|with|without|is|if|js|can|enable|elementor|wp-elements)-")


class Mass(NamedTuple):
    """How many characters an element holds."""

    words: int
    linked: int


def masses(root: _Element) -> dict[_Element, Mass]:
    """Weigh every element inside `root`: its characters, and those of them in links."""
    from lxml.etree import iterwalk  # whoever has a tree has loaded it

    found: dict[_Element, Mass] = {}
    open_words, open_linked, links = [0], [0], 0
    for event, element in iterwalk(root, events=("start", "end")):
        if event == "start":
            links += element.tag == "a"
            length = len((element.text or "").strip()) if element.tag not in _NEVER_TEXT else 0
            open_words.append(length)
            open_linked.append(length if links else 0)
            continue
        links -= element.tag == "a"
        words, linked = open_words.pop(), open_linked.pop()
        found[element] = Mass(words, linked)
        if element.tag not in _NEVER_TEXT:
            tail = len((element.tail or "").strip()) if element is not root else 0
            open_words[-1] += words + tail
            open_linked[-1] += linked + (tail if links else 0)
    return found


def without_trappings(tree: _Element, *, names: bool = True) -> None:
    """Take out of a page what is known not to be its article; with `names` also by its name.

    Hidden text, scripts, forms' controls and navigation go always.
    """
    body = body_of(tree)
    weights = masses(body)
    whole = max(1, weights[body].words - weights[body].linked)
    tests: list[Callable[[_Element, Mass, int], bool]] = [_is_hidden, _has_role]
    if names:
        tests += [_is_aside, _has_name]
    from lxml.etree import iterwalk  # as above

    out = []
    walk = iterwalk(body, events=("start", "comment"))
    for event, element in walk:
        if event == "comment" or element is body:
            if event == "comment":
                out.append(element)
            continue
        weight = weights.get(element, Mass(0, 0))
        if element.tag in _NEVER_TEXT or any(test(element, weight, whole) for test in tests):
            out.append(element)
            walk.skip_subtree()
    for element in out:
        _take_out(element, weights.get(element, Mass(0, 0)))


def _take_out(element: _Element, weight: Mass) -> None:
    """Drop an element; one with words leaves a mark behind, unless it stands among words."""
    parent = element.getparent()
    if parent is None:
        return
    if weight.words > 1 and element.tag not in _INLINE and name_of(parent) not in ("p", "table"):
        mark = element.makeelement("hr", {"class": GONE})
        mark.tail, element.tail = element.tail, None
        parent.replace(element, mark)
    else:
        drop(element)


def _is_hidden(element: _Element, weight: Mass, whole: int) -> bool:
    if element.get("hidden") is not None and element.get("hidden") != "until-found":
        return True
    if _HIDDEN.search(element.get("style") or ""):
        # Some pages hide the article itself until their scripts run.
        names = " ".join(_names(element))
        share = 0.3 if re.search(r"content|article|post|story|main", names) else 0.7
        return weight.words - weight.linked < share * whole
    hidden = (element.get("aria-hidden") or "").lower() == "true"
    return hidden and weight.words - weight.linked < 0.3 * whole


def _has_role(element: _Element, weight: Mass, whole: int) -> bool:
    share = next((_ROLES[role] for role in types_of(element) if role in _ROLES), None)
    return share is not None and weight.words - weight.linked <= share * whole


def _is_aside(element: _Element, weight: Mass, whole: int) -> bool:
    """Tell `aside`, `footer`, `form` and a page's own `header` from parts of the article."""
    name = name_of(element)
    share = (weight.words - weight.linked) / whole
    if name not in ("aside", "footer", "form", "fieldset", "figcaption", "header"):
        return False
    names = " ".join((*_names(element), *types_of(element)))
    if _NOTES.search(names) or any(_NOTES.search(" ".join(_names(each))) for each in element[:3]):
        return False
    if name == "aside":
        return share <= 0.4 and not _KEPT_ASIDES.search(names)
    if name == "header":
        return share <= 0.1 and weight.linked * 2 > weight.words
    if name == "footer" and name_of(element.getparent()) == "blockquote":
        return False
    return name != "figcaption" and share <= 0.3


def _has_name(element: _Element, weight: Mass, whole: int) -> bool:
    names = _names(element)
    if not names or element.tag in ("h1", "html", "main", "pre", "math"):
        return False
    if element.tag in _INLINE and _stands_in_words(element):
        return any(_PHRASE_NAMES.search(name) for name in names)
    unlinked = weight.words - weight.linked
    found = any(
        part.pattern.search(name)
        for part in _PARTS
        if unlinked <= part.share * whole
        and weight.words <= part.longest
        and weight.linked >= part.linked * weight.words
        for name in names
    )
    return found and not any(_NOTES.search(name) for name in names) and not _holds_title(element)


def _stands_in_words(element: _Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag in (
        "p", "li", "td", "th", "dd", "dt", "blockquote", "h2", "h3", "h4", "h5", "h6", *_INLINE
    )  # fmt: skip


def _holds_title(element: _Element) -> bool:
    return element.find(".//h1") is not None


def _names(element: _Element) -> list[str]:
    """Write classes, id and the like as words: `postMeta js-share` is `post-meta`, `js-share`."""
    shown = _SHOWN_WIDE.search(element.get("class") or "")
    told = (element.get("class") or "").split()[:12]
    told += [element.get(key) or "" for key in ("id", "data-testid", "data-component", "data-qa")]
    names = []
    for each in told:
        if each and len(each) <= 80 and ":" not in each and "[" not in each:
            name = _HUMPS.sub("-", each).lower().strip("-")
            if not _OF_OTHERS.match(name) and not (shown and name == "hidden"):
                names.append(name)
    return names
