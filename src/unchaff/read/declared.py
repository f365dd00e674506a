"""What a page says of itself as a whole: schema.org and Open Graph types, the generator, words of the address."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from unchaff.model import Declared
from unchaff.read.head import Head

ADDRESS_SHIFT = len(Declared)  # bits said by the address stand so far above those said by markup (Page.may_be)

# schema.org and Open Graph types by the kind of page they stand on.
_TYPES = {
    Declared.ARTICLE: "article newsarticle blogposting reportagenewsarticle opinionnewsarticle analysisnewsarticle "
    "scholarlyarticle liveblogposting report socialmediaposting blog",
    Declared.PRODUCT: "product productgroup og:product product.item offer aggregateoffer individualproduct vehicle "
    "book",
    Declared.FORUM: "discussionforumposting qapage question",
    Declared.LISTING: "itemlist collectionpage searchresultspage offercatalog product.group",
    Declared.DOCUMENTATION: "techarticle apireference howto softwaresourcecode",
    Declared.SERVICE: "service professionalservice localbusiness softwareapplication faqpage webapplication course",
    Declared.RECIPE: "recipe",
    Declared.PROFILE: "profile profilepage",
}
_NEWS = ("newsarticle", "reportagenewsarticle", "opinionnewsarticle", "analysisnewsarticle", "liveblogposting")
_KINDS = {name: kind for kind, names in _TYPES.items() for name in names.split()}
_KINDS |= {name: _KINDS[name] | Declared.NEWS for name in _NEWS}

_GENERATORS = {
    Declared.DOCUMENTATION: "sphinx docusaurus mkdocs vuepress vitepress gitbook hugo-docs doxygen javadoc nextra "
    "starlight readthedocs mdbook antora jsdoc typedoc rustdoc mediawiki",
    Declared.FORUM: "discourse phpbb vbulletin xenforo mybb smf vanilla flarum nodebb invision discuz",
    Declared.PRODUCT: "shopify woocommerce magento prestashop opencart",
}
_WORDS = {
    Declared.ARTICLE: "news blog article articles story post posts politics magazine",
    Declared.PRODUCT: "product products item itm dp p shop store",
    Declared.FORUM: "forum forums thread threads t topic topics questions discussion discussions community viewtopic "
    "showthread r comments q",
    Declared.LISTING: "category categories collection collections c tag tags search browse list best archive archives",
    Declared.DOCUMENTATION: "docs doc documentation reference api manual guide guides wiki tutorial handbook learn",
    Declared.SERVICE: "services service solutions pricing features about company platform",
}
_GENERATOR_KINDS = [(word, kind) for kind, words in _GENERATORS.items() for word in words.split()]
_WORD_KINDS = {word: kind for kind, words in _WORDS.items() for word in words.split()}
# Types of the page's parts and surroundings, which stand on pages of all kinds, are not in the table.
_type_names = re.compile(r'"@type"\s*:\s*(?:\[\s*)?"(?:https?://schema\.org/)?(\w+)"').findall
_words = re.compile(r"[a-z]+").findall


def declared(head: Head, url: str | None) -> int:
    """Declared bits: the kinds that markup names in the low half, those only hinted at by the address in the high."""
    said = 0
    for script in head.scripts:
        for name in set(_type_names(script)):
            said |= _KINDS.get(name.lower(), 0)
    for meta in head.metas:
        key = meta.get("property") or meta.get("name")
        if key == "og:type":
            said |= _KINDS.get((meta.get("content") or "").strip().lower(), 0)
        elif key == "generator":
            generator = (meta.get("content") or "").lower()
            for word, kind in _GENERATOR_KINDS:
                if word in generator:
                    said |= kind
    return said | by_address(url)


def by_address(url: str | None) -> int:
    """Declared bits, those that the words of an address hint at."""
    parts = urlsplit(url or "")
    if not parts.hostname:
        return 0
    found = 0
    for word in _words(f"{parts.hostname} {parts.path}".lower())[:12]:
        found |= _WORD_KINDS.get(word, 0)
    if parts.path.strip("/") == "":
        found |= Declared.HOME
    return int(found) << ADDRESS_SHIFT
