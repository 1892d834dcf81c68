"""What was read in a text, as tokens; a count also says the share it makes."""

from decimal import Decimal

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.forms.chips import Token
from ivig_abstractor.model.form import FieldSpec
from ivig_abstractor.model.notation.reading import Reading
from ivig_abstractor.model.notation.text import plainly
from ivig_abstractor.model.quantities import KofN, Operator

_HARM = "adverse_effects"
_LARGEST = 10_000_000


def tokens_of(spec: FieldSpec, reading: Reading) -> tuple[Token, ...]:
    """The tokens beside an editor."""
    # A remark on how it is printed, such as a range called a mean, is no value.
    tokens = tuple(
        Token(words, used=any(map(str.isdigit, words))) for words in reading.tokens
    )
    if not isinstance(reading.value, KofN):
        return _with_unit_ahead(getattr(reading.value, "unit", ""), tokens)
    tokens = _with_share(reading.value, tokens)
    if spec.section == _HARM and reading.value.k == 0:
        # Silence is no zero; this one was typed, and must be stated.
        tokens += (Token(_("explicit zero, stated in the source")),)
    return tokens


def _with_unit_ahead(unit: str, tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The unit behind the first number: the last of several may find no room."""
    units = [one for one in tokens if unit and one.text == unit]
    rest = [one for one in tokens if one not in units]
    return (*rest[:1], *units, *rest[1:])


def _with_share(count: KofN, tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Tick the printed percentage only if it fits; else say what k of N makes."""
    k, n, printed = count.k, count.n, count.percent
    known = k is not None and n is not None and count.op is Operator.EQ
    if not known or not k or not n or not 0 < k <= n <= _LARGEST:
        return tokens
    made = round(Decimal(100) * k / n, 1)
    if printed is None:
        return (*tokens, Token(_("= {percent}%").format(percent=plainly(made))))
    from ivig_abstractor.model.statistics import percentage_agrees

    if percentage_agrees(k, n, printed):
        return tokens
    words = f"{plainly(printed)}%"
    said = _("computed {percent}%").format(percent=plainly(made))
    read = (Token(one.text, used=one.text != words) for one in tokens)
    return (*read, Token(said))
