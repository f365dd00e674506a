"""The recipe: which filters judge a page, in which order. Nothing else is here."""

from __future__ import annotations

from dataclasses import replace

from unchaff.filters.account import site_controls
from unchaff.filters.ads import advert, self_promotion
from unchaff.filters.author import author_box, byline, date_line, moment_line
from unchaff.filters.body import body_scores
from unchaff.filters.captions import caption
from unchaff.filters.comments import comment_thread
from unchaff.filters.consent import consent_box
from unchaff.filters.credits import credit_line
from unchaff.filters.facts import fact_box
from unchaff.filters.footer import site_footer
from unchaff.filters.headings import heading_before_body, heading_over_section, headline, standfirst
from unchaff.filters.hidden import hidden_box
from unchaff.filters.leftovers import leftovers
from unchaff.filters.navigation import menu
from unchaff.filters.newsletter import newsletter_box
from unchaff.filters.opening import headline_line, signed_line, standfirst_line
from unchaff.filters.paywall import paywall_notice
from unchaff.filters.prose import between_body, list_between_body, list_prose
from unchaff.filters.region import below_article
from unchaff.filters.related import related_box, teaser_card
from unchaff.filters.sections import doubled_lines, menu_line, numbered_list, section_under_heading
from unchaff.filters.share import embedded_post, share_bar
from unchaff.filters.template import empty_template
from unchaff.model import Evidence
from unchaff.pipeline import Pipeline, Step

EVIDENCE = (
    consent_box,
    share_bar,
    embedded_post,
    newsletter_box,
    paywall_notice,
    advert,
    self_promotion,
    menu,
    site_controls,
    related_box,
    teaser_card,
    comment_thread,
    author_box,
    caption,
    site_footer,
    fact_box,
    hidden_box,
    empty_template,
)
CONTEXT = (headline, standfirst, date_line, byline, moment_line)
LINES = tuple(
    replace(Step.of(run), needs=Evidence.LINES)  # only dumps have lines
    for run in (
        credit_line,
        headline_line,
        standfirst_line,
        signed_line,
        menu_line,
        doubled_lines,
        numbered_list,
        section_under_heading,
        below_article,
    )
)
SCORE = body_scores()
WHOLES = (list_prose, list_between_body, heading_over_section, between_body, heading_before_body)
REGION = (leftovers,)

BEFORE_SCORE = Pipeline.of(*EVIDENCE, *CONTEXT, *LINES)
DEFAULT = Pipeline.of(*EVIDENCE, *CONTEXT, *LINES, *SCORE, *WHOLES, *REGION)
PRECISE = Pipeline.of(*EVIDENCE, *CONTEXT, *LINES, *body_scores(lean=-1.0), *WHOLES, *REGION)
THOROUGH = Pipeline.of(*EVIDENCE, *CONTEXT, *LINES, *body_scores(lean=1.0), *WHOLES, *REGION)
