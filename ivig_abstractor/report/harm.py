"""What a study says of harm: a stated zero is a count, silence is none."""

from collections.abc import Iterator

from ivig_abstractor.model.abstraction import NOTE
from ivig_abstractor.model.answer import value_of
from ivig_abstractor.model.codes import ExplicitZero
from ivig_abstractor.model.form import FieldSpec, FormSpec, Kind
from ivig_abstractor.model.quantities import KofN
from ivig_abstractor.report.report_input import ReportStudy

SECTION = "adverse_effects"


def count_fields(form: FormSpec) -> Iterator[FieldSpec]:
    """The fields of the whole study that count patients with harm."""
    for spec in form.by_section[SECTION].fields:
        if spec.kind is Kind.KOFN:
            yield spec


def is_stated_zero(study: ReportStudy, name: str) -> bool:
    """Say whether the paper itself says that this count is zero."""
    stated = value_of(study.abstraction.answers.adverse_effects.explicit_zero)
    return stated is not None and any(one.value == name.upper() for one in stated)


def stated_count(study: ReportStudy, name: str) -> KofN | None:
    """A count of the whole study; an explicit zero counts, silence does not."""
    count = study.abstraction.get(f"{SECTION}.{name}")
    if isinstance(count, KofN):
        return count
    if is_stated_zero(study, name):
        return KofN(k=0)
    return None


def words_on_harm(study: ReportStudy) -> str:
    """The reviewer's notes in the section: what papers say without a count."""
    said = [
        str(text)
        for (path, facet), text in sorted(study.abstraction.entries.items())
        if facet == NOTE and text and path.startswith(f"{SECTION}.")
        if ".rows[" not in path
    ]
    return "; ".join(said)


def says_harm(study: ReportStudy) -> bool:
    """Say whether the study says anything of harm, in numbers or in words."""
    harm = study.abstraction.answers.adverse_effects
    if any(ExplicitZero(one) for one in value_of(harm.explicit_zero) or ()):
        return True
    form = study.abstraction.form
    counted = any(stated_count(study, spec.name) for spec in count_fields(form))
    stated = (harm.n_events_all, harm.death_causes)
    told = any(value_of(one) is not None for one in stated)
    return counted or told or bool(harm.rows) or bool(words_on_harm(study))
