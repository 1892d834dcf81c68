"""The form for readers: every field with its label, help, unit, options and rules."""

from collections.abc import Iterable, Iterator

from ivig_abstractor.base.i18n import _
from ivig_abstractor.model.answer import MissingCode
from ivig_abstractor.model.checks.registry import Rule, rules
from ivig_abstractor.model.field import Item
from ivig_abstractor.model.form import (
    FieldSpec,
    FormSpec,
    Kind,
    SectionSpec,
)

_KINDS: dict[Kind, str] = {
    Kind.TEXT: "text",
    Kind.TEXTS: "list of texts, separated by semicolons",
    Kind.INTEGER: "whole number",
    Kind.DECIMAL: "number, as printed",
    Kind.CHOICE: "one of the options",
    Kind.CHOICES: "any of the options",
    Kind.DATE: "date: YYYY, YYYY-MM or YYYY-MM-DD",
    Kind.ARM: "an arm of the study",
    Kind.STAT: "statistic: mean 43.5 (SD 16.8), median 48 (IQR 29–67), 43.5 ± 16.8",
    Kind.KOFN: "count: 25/35 (71.4%)",
    Kind.CHANGE: "change: from 35 to 12 mg/day, by 36, to 10, -47%",
    Kind.TIME: "time: 12 weeks, monthly, 3 months from first infusion",
    Kind.SPAN: "whole number or range: 2, 2–5",
    Kind.MEASURE: "number with operator: P < 0.018",
    Kind.EFFECT: "effect: RR 1.56 (95% CI 1.05–2.33), P = 0.03",
}


def codebook(form: FormSpec) -> str:
    """The codebook in Markdown: missing codes, sections, fields, options, rules."""
    lines = [
        f"# {_('Codebook')}",
        "",
        _("Form version {version}.").format(version=form.version),
        "",
        f"## {_('Missing codes')}",
        "",
        *_options(MissingCode),
        "",
    ]
    for section in form.sections:
        lines += _section(section)
    lines += [f"## {_('Rules')}", ""]
    lines += [_rule(one) for one in rules().values()]
    return "\n".join(lines).rstrip() + "\n"


def field_entry(spec: FieldSpec) -> list[str]:
    """The lines of one field."""
    item = spec.item
    unit = f", {item.unit}" if item.unit else ""
    lines = [f"- **{_(item.label)}**{unit} (`{spec.pattern}`, {item.form_id})"]
    lines.append(f"  - {_(_KINDS[spec.kind])}{_limits(spec)}; {_standing(item)}")
    if item.help:
        lines.append(f"  - {_(item.help)}")
    if item.example:
        lines.append("  - " + _("Example: {text}").format(text=item.example))
    for rule in item.asked_when:
        codes = ", ".join(rule.codes) or _("any value")
        said = _("Asked only when `{field}` is {codes}.")
        lines.append("  - " + said.format(field=rule.field, codes=codes))
    lines += [f"  {line}" for line in _options(spec.options)]
    return lines


def _section(section: SectionSpec) -> Iterator[str]:
    yield f"## {_(section.title)} ({section.form_id or section.key})"
    yield ""
    if section.containers:
        each = ", ".join(_(one.repeat.one) for one in section.containers)
        yield _("Asked once for each: {what}.").format(what=each)
        yield ""
    if section.help:
        yield _(section.help)
        yield ""
    for spec in section.fields:
        yield from field_entry(spec)
    for repeat in section.repeats:
        yield ""
        yield f"### {_(repeat.repeat.label)}"
        yield ""
        for spec in repeat.fields:
            yield from field_entry(spec)
    yield ""


def _options(options: Iterable[object]) -> list[str]:
    lines = []
    for option in options:
        label, sentence = getattr(option, "label", ""), getattr(option, "sentence", "")
        tail = f": {_(sentence)}" if sentence else ""
        lines.append(f"- `{option}` {_(label)}{tail}")
    return lines


def _limits(spec: FieldSpec) -> str:
    bounds = spec.bounds
    if bounds is None:
        return ""
    low = "" if bounds.low is None else str(bounds.low)
    high = "" if bounds.high is None else str(bounds.high)
    opening = ">" if bounds.above_low else "≥"
    if low and high:
        return f", {low}–{high}"
    return f", {opening} {low}" if low else f", ≤ {high}"


def _standing(item: Item) -> str:
    if item.auto:
        return _("worked out by the program")
    if item.essential:
        return _("essential")
    return _("optional") if item.optional else _("required")


def _rule(rule: Rule) -> str:
    why = f" {_(rule.why)}" if rule.why else ""
    return f"- **{rule.id}** ({_(rule.severity.label)}): {_(rule.wants)}{why}"
