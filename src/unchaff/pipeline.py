"""Filters in order: named, frozen, and edited by making a new pipeline."""

from __future__ import annotations

from dataclasses import dataclass

from unchaff.errors import FilterError, UnknownName
from unchaff.limits import UNLIMITED, Budget
from unchaff.model import Evidence, Filter, Label, Page, Strength, Verdict

SHOWN_STEPS = 3  # where a pipeline is printed, as in help(extract); `names` has them all


@dataclass(frozen=True, slots=True)
class Step:
    """A filter under its name, with the evidence it cannot do without."""

    name: str
    run: Filter
    needs: Evidence = Evidence.NONE

    @classmethod
    def of(cls, run: Filter | Step) -> Step:
        """A step named after its filter: `share_bar` becomes "share-bar"."""
        if isinstance(run, Step):
            return run
        name = getattr(run, "name", None) or getattr(run, "__name__", "").replace("_", "-")
        if not name or name == "<lambda>":
            raise ValueError(f'{run!r} has no name; give it one: Step("mine", filter)')
        return cls(name, run, getattr(run, "needs", Evidence.NONE))


@dataclass(frozen=True, slots=True, repr=False)
class Pipeline:
    """Filters in order. Never changes: every edit returns a new pipeline."""

    steps: tuple[Step, ...]

    @classmethod
    def of(cls, *filters: Filter | Step) -> Pipeline:
        """A pipeline of `filters` in the given order; two steps of one name are an error."""
        steps = tuple(Step.of(run) for run in filters)
        names = [step.name for step in steps]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"two steps are named {name!r}; names must differ")
        return cls(steps)

    def __call__(self, page: Page, budget: Budget = UNLIMITED) -> Page:
        """Let every step judge `page`; each one's verdicts are all read before any is written.

        When the time of `budget` is up, what is not judged by then is OTHER.
        """
        for step in self.steps:
            if budget.over(f"{step.name} and the steps after it did not run"):
                page.accept(Verdict(page.boxes[0], Label.OTHER, "the time was up", Strength.HINT, step.name))
                break
            if int(step.needs) & ~int(page.evidence):  # an enumeration's own "&" takes ten times as long
                continue
            try:
                verdicts = list(step.run(page))
                for verdict in verdicts:
                    verdict.step = step.name
                    if type(verdict.label) is not Label:
                        verdict.label = label_named(verdict.label)
            except Exception as error:
                raise FilterError(step.name, page.url) from error
            page.accept(*verdicts)
        return page

    def __repr__(self) -> str:
        more = ", …" if len(self.steps) > SHOWN_STEPS else ""
        return f"<Pipeline of {len(self.steps)} steps: {', '.join(self.names[:SHOWN_STEPS])}{more}>"

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the steps, in order."""
        return tuple(step.name for step in self.steps)

    def without(self, *names: str) -> Pipeline:
        """A pipeline that lacks the named steps."""
        gone = {self._find(name) for name in names}
        return Pipeline(tuple(step for i, step in enumerate(self.steps) if i not in gone))

    def only(self, *names: str) -> Pipeline:
        """A pipeline of the named steps alone, in this pipeline's order."""
        wanted = {self._find(name) for name in names}
        return Pipeline(tuple(step for i, step in enumerate(self.steps) if i in wanted))

    def before(self, name: str, *new: Filter | Step) -> Pipeline:
        """A pipeline with `new` placed right before the step `name`."""
        i = self._find(name)
        return Pipeline.of(*self.steps[:i], *new, *self.steps[i:])

    def after(self, name: str, *new: Filter | Step) -> Pipeline:
        """A pipeline with `new` placed right after the step `name`."""
        i = self._find(name) + 1
        return Pipeline.of(*self.steps[:i], *new, *self.steps[i:])

    def replace(self, name: str, *new: Filter | Step) -> Pipeline:
        """A pipeline with `new` in the place of the step `name`."""
        i = self._find(name)
        return Pipeline.of(*self.steps[:i], *new, *self.steps[i + 1 :])

    def _find(self, name: str) -> int:
        if name not in self.names:
            raise UnknownName("step", name, self.names)
        return self.names.index(name)


def label_named(name: str) -> Label:
    """The label of a name: callers and filters may say "ad" for Label.AD. UnknownName if there is none."""
    if name not in set(Label):
        raise UnknownName("label", name, map(str, Label))
    return Label(name)
