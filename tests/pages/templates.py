"""Pages as the web builds them: each template puts a story among its own kind of furniture.

Whatever goes through `out` must never be spoken.
"""

# ruff: noqa: E501 - HTML has long lines

from __future__ import annotations

import json
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from .stories import Part, Story

__all__ = ["TEMPLATES", "Made", "make_page"]


@dataclass
class Made:
    """A page, and what on it is not the article."""

    name: str
    story: Story
    html: str = ""
    furniture: list[str] = field(default_factory=list)

    def out(self, text: str) -> str:
        """Note a text that must not be spoken, and give it for the page."""
        self.furniture.append(text)
        return escape(text)


def make_page(name: str, story: Story) -> Made:
    """Fill the template of that name with a story."""
    page = Made(name, story)
    page.html = TEMPLATES[name](page, story)
    return page


def _head(story: Story, extra: str = "", *, site: bool = True) -> str:
    named = f"<meta property='og:site_name' content='{escape(story.site)}'>" if site else ""
    return (
        f"<!DOCTYPE html><html lang='{story.language}'><head><meta charset='utf-8'>"
        f"<title>{escape(story.title)} - {escape(story.site)}</title>{named}"
        f"<meta property='og:title' content='{escape(story.title)}'>"
        f"<meta name='author' content='{escape(story.author)}'>"
        "<script>window.dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments)}"
        "</script><style>.a{color:red}</style>"
        f"{extra}</head>"
    )


def _body(parts: tuple[Part, ...], between: dict[int, str] | None = None, **tags: str) -> str:
    """Write the parts; `between` is put in after the part of that index, by tag `p`, `li` …"""
    made = []
    in_list = False
    for index, part in enumerate(parts):
        if (part.kind == "li") != in_list:
            in_list = not in_list
            made.append("<ul>" if in_list else "</ul>")
        opening = tags.get(part.kind) or {"quote": "blockquote"}.get(part.kind, part.kind)
        inner = f"<p>{escape(part.text)}</p>" if opening == "blockquote" else escape(part.text)
        made.append(f"<{opening}>{inner}</{opening.split()[0]}>")
        if between and index in between and not in_list:
            made.append(between[index])
    return "\n".join([*made, "</ul>" if in_list else ""])


def wordpress(page: Made, story: Story) -> str:
    out = page.out
    return f"""{_head(story)}<body class="post-template-default single single-post has-sidebar">
<a class="skip-link screen-reader-text" href="#content">{out("Skip to content")}</a>
<header id="masthead" class="site-header"><p class="site-title"><a href="/">{
        escape(story.site)
    }</a></p>
<nav class="main-navigation"><ul><li><a href="/a">{out("Recipes and workshops")}</a></li>
<li><a href="/b">{out("Contact and imprint")}</a></li></ul></nav></header>
<div id="content" class="site-content"><main><article id="post-12" class="post hentry category-news">
<header class="entry-header"><h1 class="entry-title">{escape(story.title)}</h1>
<div class="entry-meta"><span class="posted-on">{
        out("Posted on")
    } <time class="entry-date" datetime="2026-03-01T08:00:00Z">{
        out("1st of March, in the morning")
    }</time></span>
<span class="comments-link"><a href="#c">{out("14 responses so far")}</a></span></div></header>
<div class="post-thumbnail"><img src="a.jpg" alt="{
        out("An alternative text of the picture")
    }"></div>
<div class="entry-content"><p><em>{escape(story.dek)}</em></p>
{
        _body(
            story.parts,
            {
                2: f'<figure class="wp-block-image"><img src="b.jpg" alt="x"><figcaption>{out("The window seen from the lane. Photo: The archive")}</figcaption></figure>',
                4: f'<div id="attachment_7" class="wp-caption alignright"><img src="c.jpg"><p class="wp-caption-text">{out("A caption in the old manner of captions.")}</p></div>',
            },
        )
    }
<div class="sharedaddy sd-sharing-enabled"><div class="robots-nocontent sd-block sd-social"><h3 class="sd-title">{
        out("Share this with your friends:")
    }</h3><div class="sd-content"><ul><li><a href="?share=twitter"><span>{
        out("Click to share on Twitter (Opens in new window)")
    }</span></a></li></ul></div></div></div>
<div id="jp-relatedposts" class="jp-relatedposts"><h3 class="jp-relatedposts-headline"><em>{
        out("Related posts of ours")
    }</em></h3><p class="jp-relatedposts-post"><a href="/x">{
        out("Ten things that every visitor of the harbour should see before breakfast.")
    }</a></p></div>
</div><footer class="entry-footer"><span class="cat-links">{
        out("Filed under: Trades and crafts")
    }</span><span class="tags-links">{out("Tagged bread, morning, harbour")}</span></footer>
</article><nav class="navigation post-navigation"><a href="/p">{
        out("Previous: The last ferry of the season")
    }</a></nav>
<div class="author-info"><h2>{out("About the author")}</h2><p class="author-description">{
        out(
            "The author has written about trades for twelve years and lives with two cats and a boat."
        )
    }</p></div>
<div id="comments" class="comments-area"><h2 class="comments-title">{
        out("2 thoughts on this story")
    }</h2><ol class="comment-list"><li class="comment"><article class="comment-body"><div class="comment-content"><p>{
        out(
            "What a lovely piece, my grandmother did the very same thing with her stove in the village."
        )
    }</p></div></article></li>
<li class="comment"><article class="comment-body"><div class="comment-content"><p>{
        out(
            "I disagree with all of it. Nobody can hear a loaf, and whoever says so has never baked one."
        )
    }</p></div></article></li></ol>
<div id="respond" class="comment-respond"><form><p class="comment-notes">{
        out("Your email address will not be published. Required fields are marked.")
    }</p></form></div></div>
</main><aside id="secondary" class="widget-area"><section class="widget"><h2>{
        out("Recent Posts")
    }</h2><ul><li><a href="/1">{
        out("How the tide table came to be printed on bread bags")
    }</a></li></ul></section></aside></div>
<footer id="colophon" class="site-footer"><p>{
        out("Proudly powered by a content management system.")
    }</p></footer></body></html>"""


def ghost(page: Made, story: Story) -> str:
    out = page.out
    data = {"@context": "https://schema.org", "@type": "Article", "headline": story.title,
            "author": {"@type": "Person", "name": story.author}, "datePublished": "2026-03-01T08:00:00Z",
            "publisher": {"@type": "Organization", "name": story.site}}  # fmt: skip
    return f"""{_head(story, f'<script type="application/ld+json">{json.dumps(data)}</script>')}
<body class="post-template is-head-left"><div class="gh-viewport"><header id="gh-head" class="gh-head gh-outer"><nav class="gh-head-menu"><ul><li><a href="/m">{
        out("Become a paying member today")
    }</a></li></ul></nav></header>
<main class="gh-main"><article class="gh-article post"><header class="gh-article-header gh-canvas"><a class="gh-article-tag" href="/t">{
        out("Crafts of the coast")
    }</a><h1 class="gh-article-title">{escape(story.title)}</h1><p class="gh-article-excerpt">{
        escape(story.dek)
    }</p>
<div class="gh-article-meta"><div class="gh-author-name-list">{escape(story.author)}</div><time>{
        out("Mar 1, 2026")
    }</time><span class="bull">{out("6 min read")}</span></div></header>
<section class="gh-content gh-canvas">{
        _body(
            story.parts,
            {
                3: f'<figure class="kg-card kg-image-card kg-card-hascaption"><img src="x.png" loading="lazy"><figcaption><span>{out("Light falls through the window")}</span></figcaption></figure>',
                6: f'<div class="kg-card kg-signup-card"><h2>{out("Sign up for our letters")}</h2><p>{out("No spam, and you can leave whenever you like.")}</p></div>',
            },
        )
    }</section></article>
<section class="gh-comments gh-canvas"><h2>{out("Member discussion")}</h2></section></main>
<aside class="gh-sidebar"><div class="gh-about"><p>{
        out("A magazine about people who work with their hands, since the year 2009.")
    }</p></div></aside>
<section class="gh-container read-more"><h2>{
        out("Read more of this")
    }</h2><div class="gh-feed"><article class="gh-card post"><a href="/z"><h3>{
        out("The cooper who never measured")
    }</h3><p class="gh-card-excerpt">{
        out(
            "For sixty years he built barrels by eye, and not one of them leaked a drop in all that time."
        )
    }</p></a></article></div></section>
<div class="gh-footer-signup"><p>{
        out("Stay up to date! Get all the latest posts delivered to your inbox.")
    }</p></div><footer class="gh-footer">{
        out("Powered by a ghost of our own.")
    }</footer></div></body></html>"""


def substack(page: Made, story: Story) -> str:
    out = page.out
    return f"""{
        _head(story, site=True)
    }<body><div id="entry"><div class="main-menu-content"><button>{
        out("Subscribe to this letter")
    }</button><button>{out("Sign in here")}</button></div>
<div class="single-post-container"><div class="container"><div class="single-post"><article class="typography newsletter-post post"><div class="post-header"><h1 class="post-title published">{
        escape(story.title)
    }</h1><h3 class="subtitle">{escape(story.dek)}</h3>
<div class="byline-wrapper"><div class="pencraft pc-display-flex"><a href="/@x">{
        escape(story.author)
    }</a></div><div class="pencraft pc-reset">{
        out("Mar 01, 2026")
    }</div><div class="like-button-container post-ufi-button"><a>{
        out("127 hearts")
    }</a></div><a class="post-ufi-comment-button">{out("Share this letter")}</a></div></div>
<div class="available-content"><div class="body markup">{
        _body(
            story.parts,
            {
                1: f'<div class="subscription-widget-wrap" data-component-name="SubscribeWidget"><div class="subscription-widget show-subscribe"><div class="preamble"><p class="cta-caption">{out("This letter is read by thousands. To receive new ones, consider becoming a free subscriber.")}</p></div><form><input type="email"></form></div></div>',
                5: f'<div class="captioned-image-container"><figure><a class="image-link"><div class="image2-inset"><picture><img src="q.jpeg"></picture></div></a><figcaption class="image-caption">{out("From the family archive")}</figcaption></figure></div>',
                7: f'<p class="button-wrapper" data-component-name="ButtonCreateButton"><a class="button primary" href="/s"><span>{out("Leave a comment below")}</span></a></p>',
            },
        )
    }</div></div>
<div class="post-footer"><div class="post-ufi"><a>{
        out("127 likes of this")
    }</a></div></div></article></div></div><div class="comments-section"><h4>{
        out("Discussion about this post")
    }</h4><div class="comment"><div class="comment-body"><p>{
        out("Thank you, this was the best thing in my inbox this week, as it so often is.")
    }</p></div></div></div>
<div class="portable-archive"><div class="post-preview"><a href="/1">{
        out("The glazier and the storm of the century")
    }</a></div></div></div></div></body></html>"""


def hashed(page: Made, story: Story) -> str:
    """Class names made by a machine, paragraphs in wrappers of their own, as in many newspapers."""
    out = page.out
    parts = "".join(
        f'<div class="css-s99gbd StoryBodyCompanionColumn"><div class="css-53u6y8">{_body((part,), p="p class=css-at9mc1")}</div></div>'
        + (
            f'<div class="css-qmwjc3"><div data-testid="inline-message"><a href="/n">{out("Sign up for the morning letter, in your inbox every weekday.")}</a></div></div>'
            if number == 2
            else ""
        )
        + (
            f'<div class="css-13pd83m"><figure><img alt="y"><figcaption data-testid="photoviewer-children-caption"><span>{out("A boat in front of the pier")}</span><span>{out("Credit...The agency")}</span></figcaption></figure></div>'
            if number == 4
            else ""
        )
        + (
            f'<div id="story-ad-1-wrapper" class="css-x1"><div class="css-x2"><p>{out("Advertisement, to continue below it")}</p></div></div>'
            if number == 5
            else ""
        )
        for number, part in enumerate(story.parts)
    )
    return f"""{_head(story)}<body><div id="app"><div class="css-1q0"><header class="css-h1"><section class="css-n2"><a href="/">{escape(story.site)}</a><ul><li><a href="/w">{out("World and business")}</a></li><li><a href="/s">{out("Sports of the day")}</a></li></ul></section></header>
<main id="site-content"><div><article id="story" class="css-1vxca1d e1"><header class="css-i29ckm"><h1 data-testid="headline" class="css-88wicj">{escape(story.title)}</h1><p id="article-summary" class="css-79elbk">{escape(story.dek)}</p>
<div class="css-18e8msd"><div data-testid="share-tools"><ul><li><button>{out("Share full article")}</button></li></ul></div><p class="css-4anu6l e1jsehar1" itemprop="author"><span>By </span><span itemprop="name">{escape(story.author)}</span></p><time datetime="2026-03-01">{out("Published March 1, updated at noon")}</time></div></header>
<section name="articleBody" class="meteredContent css-1r7ky0e">{parts}</section>
<div class="bottom-of-article"><div class="css-bio"><p>{out("A version of this article appears in print on page 12 of the weekend edition.")}</p></div></div></article></div></main>
<section id="most-read"><h2>{out("What others are reading")}</h2><ol><li><a href="/1">{out("The bridge that nobody wanted is about to be finished")}</a></li></ol></section><footer>{out("All of our company's terms of sale")}</footer></div></div></body></html>"""


def blogger(page: Made, story: Story) -> str:
    out = page.out
    text = "<br />\n<br />\n".join(
        f"<b>{escape(part.text)}</b>" if part.kind == "h2" else escape(part.text)
        for part in story.parts
    )
    return f"""{_head(story)}<body class='loading'><div class='navbar section' id='navbar'></div><div class='content'><div class='header-outer'><h1 class='title'><a href='/'>{escape(story.site)}</a></h1><p class='description'><span>{out("Notes from the edge of the sea, mostly at night")}</span></p></div>
<div class='main-outer'><div class='column-center-outer'><div class='blog-posts hfeed'><div class='date-outer'><h2 class='date-header'><span>{out("Sunday, the first of March")}</span></h2><div class='post-outer'><div class='post hentry'><h3 class='post-title entry-title'>{escape(story.title)}</h3>
<div class='post-body entry-content' id='post-body-1'><div dir="ltr" style="text-align: left;"><table align="center" class="tr-caption-container"><tbody><tr><td><img src="a.jpg" /></td></tr><tr><td class="tr-caption">{out("The view from my own window")}</td></tr></tbody></table>
<i>{escape(story.dek)}</i><br /><br />{text}<div style='clear: both;'></div></div></div>
<div class='post-footer'><div class='post-footer-line'><span class='post-author vcard'>{out("Posted by")} <span class='fn'>{escape(story.author)}</span></span> <a href='/e'>{out("Email This BlogThis! Share to everyone")}</a><span class='post-labels'>{out("Labels: sea, night, work")}</span></div></div></div>
<div class='comments' id='comments'><h4>{out("3 comments:")}</h4><div id='Blog1_comments-block-wrapper'><dl class='avatar-comment-indent'><dt class='comment-author'>{out("Somebody said...")}</dt><dd class='comment-body'><p>{out("I came here from another blog and I shall certainly come back on a rainy day.")}</p></dd></dl></div></div></div></div></div>
<div class='column-right-outer'><div class='widget BlogArchive'><h2>{out("Blog Archive")}</h2><ul><li><a href='/2'>{out("February (12) and January (9)")}</a></li></ul></div><div class='widget Profile'><h2>{out("Who I am")}</h2><p>{out("I keep the light on and write when the ships are asleep.")}</p></div></div></div></div></body></html>"""


def medium(page: Made, story: Story) -> str:
    out = page.out
    return f"""{_head(story)}<body><div id="root"><div class="a b c"><div class="d e"><a href="/">{out("Open in app")}</a><button>{out("Sign up to write")}</button></div></div>
<article><div class="l"><section><div><div class="fj fk fl"><h1 id="aa" class="pw-post-title gh" data-testid="storyTitle">{escape(story.title)}</h1><h2 class="pw-subtitle-paragraph hi">{escape(story.dek)}</h2>
<div class="speechify-ignore ab"><div class="ab q"><a data-testid="authorName" rel="author" href="/@x">{escape(story.author)}</a><span><button>{out("Follow this author")}</button></span></div><span data-testid="storyReadTime">{out("5 min read")}</span><div class="pw-multi-vote-count"><p><button>{out("1.2K")}</button></p></div><button aria-label="listen">{out("Listen to the story")}</button></div></div>
{_body(story.parts, {2: f'<figure class="ni nj"><div role="button"><picture><img width="700"></picture></div><figcaption class="oe of">{out("Photo by somebody on a site of free pictures")}</figcaption></figure>'}, p='p class="pw-post-body-paragraph np nq"')}</div></section></div></article>
<div class="ab ca"><div><a href="/tag/x" class="tag">{out("Crafts and trades")}</a></div></div><footer class="speechify-ignore"><div><h2><a href="/@x">{out("Written by the author")}</a></h2><p>{out("1.3K followers of this author")}</p></div></footer>
<div class="bg"><h2>{out("More from the author and others")}</h2><div><article><a href="/r"><h2>{out("How I learned to mend nets in a week")}</h2><h3>{out("And why you should not try it in winter, whatever they say.")}</h3></a></article></div></div></div></body></html>"""


def table_layout(page: Made, story: Story) -> str:
    """A page of 1998: tables, fonts, no paragraphs."""
    out = page.out
    text = "\n<br><br>\n".join(
        f"<font size=4><b>{escape(part.text)}</b></font>"
        if part.kind == "h2"
        else escape(part.text)
        for part in story.parts
    )
    return f"""<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"><title>{escape(story.title)}</title></head>
<body bgcolor=#ffffff><table width=760 border=0 cellspacing=0><tr><td colspan=2 bgcolor=#003366><font color=white size=2><a href=index.html>{out("Home")}</a> | <a href=links.html>{out("Links and webring")}</a> | <a href=guest.html>{out("Sign my guestbook!")}</a></font></td></tr>
<tr><td width=150 valign=top bgcolor=#eeeeee><font size=1><a href=a.html>{out("My collection of stamps")}</a><br><a href=b.html>{out("Pictures of the harbour")}</a><br><a href=c.html>{out("The weather by webcam")}</a></font></td>
<td valign=top><center><font size=6>{escape(story.title)}</font></center><p><i>{escape(story.dek)}</i><p><font face=arial>{text}</font>
<hr><font size=1><a href=prev.html>{out("previous page")}</a> | <a href=next.html>{out("next page")}</a></font></td></tr>
<tr><td colspan=2 align=center><font size=1>{out("Best viewed at 800 by 600.")}</font></td></tr></table></body></html>"""


def portal(page: Made, story: Story) -> str:
    """A Chinese portal."""
    out = page.out
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(story.title)}_科技_腾讯网</title></head><body id="P-QQ"><div class="qq_nav"><a href="/">首页</a> <a href="/n">{out("要闻排行")}</a></div>
<div class="qq_conent clearfix"><div class="LEFT"><h1>{escape(story.title)}</h1><div class="a_Info"><span class="a_source">{out("来源：海岸早报记者")}</span><span class="a_time">{out("2026年03月01日08:00 发布")}</span><a class="cmtNum">{out("评论一二三四")}</a></div>
<div class="content clearfix"><div id="LeftTool" class="LeftTool"><a>{out("分享给好友看看")}</a></div><div class="content-article"><p class="one-p" style="text-indent:2em"><strong>{escape(story.dek)}</strong></p>{_body(story.parts, {3: f'<div class="img-wrap"><img src="x.jpg"><p class="pic-desc">{out("图为当地景色（资料图）")}</p></div>'}, p='p class="one-p"', h2='p class="one-p sub"')}
<div id="Status"><span>{out("责任编辑：某某某某")}</span></div></div></div><div class="qrcode-box"><p>{out("扫描二维码，下载客户端阅读更多内容")}</p></div>
<div class="recommend"><h3>{out("相关推荐文章列表")}</h3><ul><li><a href="/1">{out("海边小镇迎来第一场雪，游客纷纷前来拍照留念")}</a></li><li><a href="/2">{out("一百年前的船票为何能卖出高价，专家这样解释")}</a></li></ul></div></div>
<div class="RIGHT"><div class="hot-list"><h3>{out("热门榜单")}</h3><a href="/3">{out("这座城市的早餐，你吃过几样呢")}</a></div></div></div><div class="footer">{out("版权归本站所有，未经许可不得转载使用")}</div></body></html>"""


def russian_news(page: Made, story: Story) -> str:
    out = page.out
    return f"""{_head(story)}<body class="m-light"><div class="layout"><div class="layout__header header"><div class="header__menu"><a href="/">{out("Политика и экономика")}</a></div></div>
<div class="article m-active" data-article-type="article"><div class="article__header"><div class="article__info-date"><a>{out("08:00 01.03.2026 (обновлено)")}</a><div class="article__views">{out("12345 просмотров статьи")}</div></div><div class="article__title">{escape(story.title)}</div><h1 class="article__second-title">{escape(story.title)}</h1><div class="article__announce"><div class="photoview__open"><img><div class="media__copyright">{out("© Фото : из архива редакции")}</div></div></div></div>
<div class="article__body js-mediator-article mia-analytics"><div class="article__block" data-type="text"><div class="article__text"><strong>{escape(story.dek)}</strong></div></div>
{"".join('<div class="article__block" data-type="text">' + (f'<h2 class="article__h2">{escape(part.text)}</h2>' if part.kind == "h2" else f'<div class="article__text">{escape(part.text)}</div>') + "</div>" + (f'<div class="article__block" data-type="article"><div class="article__article m-image"><a href="/x"><span class="article__article-title">{out("Рыбаки нашли в сетях старинный колокол")}</span></a></div></div>' if n == 3 else "") for n, part in enumerate(story.parts))}
</div><div class="article__tags"><ul class="tags"><li><a class="article__tags-item">{out("Общество и люди")}</a></li></ul></div><div class="article__sharebar"><span>{out("Поделиться с друзьями ссылкой")}</span></div><div class="article__aggr">{out("Подписывайтесь на наши новости в мессенджере")}</div></div>
<div class="recommend"><div class="list"><a class="list-item" href="/y"><span class="list-item__title">{out("Метеорологи рассказали, какой будет весна на побережье")}</span></a></div></div><div class="footer">{out("Сетевое издание зарегистрировано надзором")}</div></div></body></html>"""


def docs(page: Made, story: Story) -> str:
    """A static site: a book of documentation, footnotes, code."""
    out = page.out
    first, *rest = story.parts
    return f"""{_head(story)}<body><div class="wy-grid-for-nav"><nav class="wy-nav-side"><div class="wy-menu"><ul><li class="toctree-l1"><a href="a.html">{out("Installation and first steps")}</a></li></ul></div></nav>
<section class="wy-nav-content-wrap"><div class="rst-content"><div role="navigation" aria-label="Page navigation"><ul class="wy-breadcrumbs"><li><a href="/">{out("Docs of the project")}</a></li><li class="wy-breadcrumbs-aside"><a href="/e">{out("Edit on the forge")}</a></li></ul></div>
<div role="main" class="document"><section id="top"><h1>{escape(story.title)}<a class="headerlink" href="#top" title="Link to this heading">¶</a></h1><p>{escape(story.dek)}</p>
<nav id="TableOfContents"><ul><li><a href="#1">{out("Contents: the first part")}</a></li></ul></nav>
<p>{escape(first.text)}<sup id="fnref:1"><a href="#fn:1" class="footnote-ref" role="doc-noteref">1</a></sup></p>{_body(tuple(rest), {1: f'<div class="highlight"><button class="copy-button">{out("Copy this code")}</button><pre><code class="language-sh">$ bake --listen</code></pre></div>'})}
<div class="footnotes" role="doc-endnotes"><hr><ol><li id="fn:1"><p>Note: {escape(story.author)}, {escape(story.site)}.&#160;<a href="#fnref:1" class="footnote-backref" role="doc-backlink">&#8617;&#xfe0e;</a></p></li></ol></div></section></div>
<footer><div class="rst-footer-buttons"><a href="n.html">{out("Next: Configuration")}</a></div><p>{out("Built with a generator and a theme.")}</p></footer></div></section></div></body></html>"""


def amp(page: Made, story: Story) -> str:
    out = page.out
    return f"""<!doctype html><html ⚡ lang="{story.language}"><head><meta charset="utf-8"><title>{escape(story.title)}</title><link rel="canonical" href="https://www.example.org/2026/03/01/story"><style amp-boilerplate>body{{animation:none}}</style></head><body>
<amp-sidebar id="s" layout="nodisplay"><ul><li><a href="/">{out("All of our sections")}</a></li></ul></amp-sidebar><header class="amp-header"><a href="/">{escape(story.site)}</a></header>
<article class="amp-wp-article"><header class="amp-wp-article-header"><h1 class="amp-wp-title">{escape(story.title)}</h1><div class="amp-wp-meta amp-wp-byline"><span class="amp-wp-author author vcard">{escape(story.author)}</span></div><div class="amp-wp-meta amp-wp-posted-on"><time>{out("3 weeks ago on a Sunday")}</time></div></header>
<div class="amp-wp-article-content"><p>{escape(story.dek)}</p>{_body(story.parts, {2: f'<amp-ad width="300" height="250" type="x"><div placeholder>{out("An advertisement loads here")}</div></amp-ad>', 4: f'<figure><amp-img src="x.jpg"><noscript><img src="x.jpg"></noscript></amp-img><figcaption>{out("The scene in question")}</figcaption></figure>', 6: f'<p><strong>{out("Read also:")} <a href="/q">{out("The other side of the bay")}</a></strong></p>'})}</div>
<footer class="amp-wp-article-footer"><div class="amp-wp-meta amp-wp-tax-category">{out("Categories: Life")}</div></footer></article><amp-consent><div id="consent">{out("We use cookies to make this site work. Do you accept them?")}<button>{out("Accept all of them")}</button></div></amp-consent><footer class="amp-wp-footer">{out("Back to top of the page")}</footer></body></html>"""


def magazine(page: Made, story: Story) -> str:
    """A news site with a cookie notice, a hidden login, polls, boxes, lazy pictures."""
    out = page.out
    return f"""{
        _head(story)
    }<body><div id="onetrust-consent-sdk"><div id="onetrust-banner-sdk" role="alertdialog"><p>{
        out("We and our 812 partners store and access information on your device.")
    }</p></div></div>
<div class="modal fade" style="display:none"><form><h4>{
        out("Log in to your account")
    }</h4><input type="password"></form></div><header role="banner"><div class="ticker">{
        out("Breaking: the ferry is late again")
    }</div></header>
<div class="page-wrap"><div class="article-with-sidebar"><div class="article__main"><div class="breadcrumb"><a href="/">{
        out("Front page")
    }</a> › <a href="/l">{out("Life and leisure")}</a></div><h1>{
        escape(story.title)
    }</h1><div class="standfirst">{escape(story.dek)}</div><div class="byline">{
        escape(story.author)
    } <span>{out("01.03.2026, 08:00 o'clock")}</span></div>
<div class="article__content paywall">{
        _body(
            story.parts,
            {
                1: f'<div class="lazy"><img data-src="a.jpg" src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><noscript><img src="a.jpg" alt="z"></noscript><span class="caption">{out("At dawn, before the crowd")}</span></div>',
                3: f'<aside class="inline-related"><strong>{out("More on this subject")}</strong><ul><li><a href="/1">{out("A day with the last net maker of the coast")}</a></li><li><a href="/2">{out("Where the salt comes from and who pays for it")}</a></li></ul></aside>',
                5: f'<div class="newsletter-box"><h3>{out("Our weekend letter")}</h3><p>{out("The best of the week, every Friday, free of charge and of noise.")}</p><form><button>{out("Subscribe me now")}</button></form></div>',
                6: f'<div class="poll"><p>{out("What do you think? Vote in our poll of the week!")}</p></div>',
                7: f'<blockquote class="pullquote" aria-hidden="true">{out("A sentence repeated large for those who only skim")}</blockquote>',
            },
        )
    }</div>
<ul class="tags"><li><a href="/t1">{
        out("Craftsmanship")
    }</a></li></ul><div class="article-share"><span>{
        out("Send by mail or print it")
    }</span></div></div>
<div class="sidebar"><div class="most-read"><h3>{out("Most read today")}</h3><ol><li><a href="/3">{
        out("Council votes for a second pier after a long night")
    }</a></li></ol></div><div class="ad-slot">{
        out("Buy two, get one for free at the chandler's")
    }</div></div></div></div>
<footer role="contentinfo"><p>{
        out("Registered office on the quay, number four.")
    }</p></footer></body></html>"""


def bare(_page: Made, story: Story) -> str:
    """A page written by hand."""
    return f"<title>{escape(story.title)}</title><h1>{escape(story.title)}</h1><p>{escape(story.dek)}</p>{_body(story.parts)}"


def wiki(page: Made, story: Story) -> str:
    out = page.out
    parts = "".join(
        f'<div class="mw-heading mw-heading2"><h2 id="s{n}">{escape(part.text)}</h2><span class="mw-editsection"><span>[</span><a href="/e">{out("edit source")}</a><span>]</span></span></div>'
        if part.kind == "h2"
        else f'<p>{escape(part.text)}<sup id="cite_ref-{n}" class="reference"><a href="#cite_note-{n}"><span class="cite-bracket">[</span>{n}<span class="cite-bracket">]</span></a></sup></p>'
        for n, part in enumerate(story.parts)
    )
    return f"""{_head(story, site=False)}<body class="mediawiki ltr sitedir-ltr ns-0"><div id="mw-navigation"><div id="mw-panel"><ul><li><a href="/r">{out("Random page of this wiki")}</a></li></ul></div></div>
<div id="content" class="mw-body" role="main"><div id="siteNotice">{out("The wiki needs your help to survive the year.")}</div><h1 id="firstHeading" class="firstHeading">{escape(story.title)}</h1><div id="bodyContent"><div id="siteSub">{out("From the free encyclopedia")}</div><div id="mw-content-text"><div class="mw-parser-output">
<div role="note" class="hatnote navigation-not-searchable">{out("For other bakers of that name, see the list of bakers.")}</div><table class="infobox"><tbody><tr><th>{out("Founded in the year")}</th><td>{out("1911 or thereabouts")}</td></tr></tbody></table><p>{escape(story.dek)}</p><div id="toc" class="toc"><h2>{out("Contents of the page")}</h2><ul><li><a href="#1">{out("1 Early history")}</a></li></ul></div>
{parts}<div class="thumb tright"><div class="thumbinner"><div class="thumbcaption">{out("The oven in winter, seen from the north")}</div></div></div><h2>References</h2><div class="reflist"><ol class="references"><li id="cite_note-1"><span class="reference-text">{out("Rowe, M. (2014). Bread and its noises. Harbour Press.")}</span></li></ol></div>
<div class="navbox">{out("Articles about food and drink of the coast")}</div></div></div><div id="catlinks" class="catlinks">{out("Categories: Bakers and ovens")}</div></div></div><footer id="footer">{out("This page was last edited on a rainy day.")}</footer></body></html>"""


TEMPLATES: dict[str, Callable[[Made, Story], str]] = {
    each.__name__: each
    for each in (
        wordpress, ghost, substack, hashed, blogger, medium, table_layout, portal, russian_news,
        docs, amp, magazine, bare, wiki,
    )
}  # fmt: skip
