"""The recipe: which filters judge a page, in which order. Nothing else is here."""

from __future__ import annotations

from unchaff.filters.account import site_controls
from unchaff.filters.ads import advert, self_promotion
from unchaff.filters.author import author_box, byline, date_line
from unchaff.filters.body import BodyScore
from unchaff.filters.captions import caption
from unchaff.filters.comments import comment_thread
from unchaff.filters.consent import consent_box
from unchaff.filters.footer import site_footer
from unchaff.filters.headings import headline, standfirst
from unchaff.filters.hidden import hidden_box
from unchaff.filters.navigation import menu
from unchaff.filters.newsletter import newsletter_box
from unchaff.filters.paywall import paywall_notice
from unchaff.filters.related import related_box
from unchaff.filters.rescue import leftovers
from unchaff.filters.share import share_bar
from unchaff.model import Evidence
from unchaff.pipeline import Pipeline

EVIDENCE = (
    consent_box,
    share_bar,
    newsletter_box,
    paywall_notice,
    advert,
    self_promotion,
    menu,
    site_controls,
    related_box,
    comment_thread,
    author_box,
    caption,
    site_footer,
    hidden_box,
)
CONTEXT = (headline, standfirst, date_line, byline)
SCORE = (BodyScore(), BodyScore("lines", "line-score", Evidence.LINES))
REGION = (leftovers,)

BEFORE_SCORE = Pipeline.of(*EVIDENCE, *CONTEXT)
DEFAULT = Pipeline.of(*EVIDENCE, *CONTEXT, *SCORE, *REGION)
PRECISE = DEFAULT.replace("body-score", BodyScore(lean=-1.0)).replace(
    "line-score", BodyScore("lines", "line-score", Evidence.LINES, lean=-1.0)
)
THOROUGH = DEFAULT.replace("body-score", BodyScore(lean=1.0)).replace(
    "line-score", BodyScore("lines", "line-score", Evidence.LINES, lean=1.0)
)
