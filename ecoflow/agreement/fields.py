"""Reading the fields of one entry: texts, words, values, rounding, and where each of them stands."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Table
from types import MappingProxyType
from typing import TypeVar

from ecoflow.agreement import model
from ecoflow.agreement.scalars import read_value
from ecoflow.agreement.yaml_tree import Mapping, Node, Scalar, Sequence
from ecoflow.diagnostics.finding import Place
from ecoflow.standards.calendar import parse_years
from ecoflow.standards.units import Quantity, parse_quantity

T = TypeVar("T")


def text(node: Mapping, key: str, default: str = "") -> str:
    """The text of a scalar key."""
    found = node.get(key)
    return found.text if isinstance(found, Scalar) else default


def texts(node: Mapping, key: str) -> tuple[str, ...] | None:
    """The texts of a list (or of a single scalar in its place), None when the key is not there."""
    found = node.get(key)
    if found is None:
        return None
    items = found.items if isinstance(found, Sequence) else (found,)
    return tuple(i.text for i in items if isinstance(i, Scalar))


def words(node: Node | None, fallback: str = "") -> model.Words:
    """`{zh, en}`, or one text for both."""
    if isinstance(node, Scalar):
        return model.Words(node.text.strip(), node.text.strip())
    if isinstance(node, Mapping):
        zh, en = text(node, "zh"), text(node, "en")
        if zh or en:
            return model.Words(zh.strip(), en.strip())
    return model.Words(fallback, fallback)


def cited(node: Mapping) -> model.Citation:
    """Source, clause, confidence and note of an entry."""
    note = node.get("note")
    return model.Citation(
        text(node, "source") or None, text(node, "clause") or None, text(node, "confidence") or None,
        words(note) if note else None,
    )


def table(node: Node | None, build: Callable[[Scalar, Mapping], T]) -> Table[str, T]:
    """Every entry of a block, by id; `build` is given the id with its place, and the entry."""
    items = node.items if isinstance(node, Mapping) else ()
    return MappingProxyType({k.text: build(k, v) for k, v in items if isinstance(v, Mapping)})


def written(node: Node, place: Place) -> model.Written:
    """Where everything in an entry stands; `place` is the entry's own (its id)."""
    keys: dict[str, Place] = {}
    values: dict[str, Place] = {}
    cut: set[str] = set()

    def visit(part: Node, path: str) -> None:
        if isinstance(part, Mapping):
            cut.update(path + key for key in part.cut)
            for key, value in part.items:
                keys[path + key.text], values[path + key.text] = key.place, value.place
                visit(value, f"{path}{key.text}.")
        elif isinstance(part, Sequence):
            cut.update({path.rstrip(".")} if part.cut else ())
            for n, item in enumerate(part.items):
                values[f"{path}{n}"] = item.place
                visit(item, f"{path}{n}.")

    visit(node, "")
    return model.Written(place, MappingProxyType(keys), MappingProxyType(values), frozenset(cut))


def keyed(node: Node | None) -> model.Value | model.Keyed | None:
    """A value, or values by year or member; the dimension of members is found by the checks (here it is empty)."""
    if isinstance(node, Scalar):
        return read_value(node.text)
    if not isinstance(node, Mapping):
        return None
    values = {k.text: found for k, v in node.items if (found := keyed(v)) is not None}
    dim = "year" if values and all(parse_years(k) for k in values) else ""
    return model.Keyed(dim, MappingProxyType(values))


def rounding(node: Node | None) -> model.Rounding | None:
    """`evaluation`, or places, figures or a step with a mode."""
    if isinstance(node, Scalar):
        return model.Rounding()
    if not isinstance(node, Mapping):
        return None
    places, figures = text(node, "places"), text(node, "figures")
    return model.Rounding(int(places) if places else None, int(figures) if figures else None,
                          text(node, "mode", "half-even"), parse_quantity(text(node, "step")))


def values(node: Node | None) -> Table[str, model.Value | model.Keyed]:
    """Values by name, as an example gives and expects them."""
    items = node.items if isinstance(node, Mapping) else ()
    return MappingProxyType({k.text: found for k, v in items if (found := keyed(v)) is not None})


def amounts(node: Node | None) -> Table[str, Quantity]:
    """Amounts by name."""
    items = node.items if isinstance(node, Mapping) else ()
    read = ((k.text, parse_quantity(v.text)) for k, v in items if isinstance(v, Scalar))
    return MappingProxyType({k: q for k, q in read if q is not None})
