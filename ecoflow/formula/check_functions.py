"""The types of the functions that look beyond one cell: `if tier brackets rank run streak inflow before`, and `by role`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

from ecoflow.diagnostics.near import listed, suggestion
from ecoflow.formula.steps import read_step
from ecoflow.formula.tree import Call, Node
from ecoflow.formula.types import BOOLEAN, CLASS, DIMENSION_WORDS, NUMBER, ROLE_WORDS, TIMES, UNKNOWN, Dims, Type


class Checking(Protocol):
    """What these rules need of the pass they are part of."""

    unsure: bool

    def fault(self, code: str, node: Node | int, **details: str | tuple[str, str]) -> Type:
        """Note a fault; gives UNKNOWN."""

    def together(self, node: Node, left: Type, right: Type) -> Dims | None:
        """The dimensions of two values side by side; None after a fault."""

    def alike(self, node: Node, left: Type, right: Type) -> bool:
        """Whether two values may stand in for each other; a fault where not."""

    def reduced(self, node: Call, of: Type) -> tuple[str, ...] | None:
        """The dimensions a call runs over; None after a fault."""


def branch(check: Checking, node: Call, arguments: list[Type]) -> Type:
    """`if(condition, a, b)`: as `a`, over all that any of the three runs over."""
    condition, yes, no = arguments
    if condition.kind != "boolean":
        return check.fault("E215", node.arguments[0], wanted=BOOLEAN.words(), found=condition.over(()).words())
    if not check.alike(node.arguments[2], yes, no):
        return UNKNOWN
    dims = check.together(node.arguments[1], condition, yes)
    dims = None if dims is None else check.together(node.arguments[2], yes.over(dims), no)
    return UNKNOWN if dims is None else yes.over(dims)


def tier(check: Checking, node: Call, arguments: list[Type]) -> Type:
    """`tier(x, table)`: the kind and unit of the table's values."""
    x, table = arguments
    if x.kind == "boolean":
        return check.fault("E215", node.arguments[0], wanted=NUMBER.words(), found=x.over(()).words())
    dim, other = ("class", "tier") if x.kind == "class" else ("tier", "class")
    if dim not in table.dim_names and other in table.dim_names:
        wanted = CLASS if other == "class" else NUMBER
        return check.fault("E215", node.arguments[0], wanted=wanted.words(), found=x.over(()).words())
    dims = _step_found(check, node, x, table, dim)
    return UNKNOWN if dims is None else table.over(dims)


def brackets(check: Checking, node: Call, arguments: list[Type]) -> Type:
    """`brackets(x, rates)`: the unit of x times that of the rates."""
    for argument, found in zip(node.arguments, arguments, strict=True):
        if found.kind != "number":
            return check.fault("E215", argument, wanted=NUMBER.words(), found=found.over(()).words())
    x, rates = arguments
    dims = _step_found(check, node, x, rates, "tier")
    if dims is None or x.unit is None or rates.unit is None:
        return UNKNOWN
    return Type("number", x.unit.times(rates.unit), dims)


def _step_found(check: Checking, node: Call, x: Type, table: Type, dim: str) -> Dims | None:
    """The dimensions left once the steps (or classes) of a table are looked up; None after a fault."""
    second = node.arguments[1]
    if dim not in table.dim_names:
        check.fault("E229", second, name=node.function, found=table.words())
        return None
    if dim in x.dim_names:
        check.fault("E248", second)
        return None
    for member in dict(table.dims)[dim] or ():
        bound = read_step(member) if dim == "tier" else None
        if bound and bound.limit and x.unit and not bound.limit.unit.fits(x.unit):
            check.fault("E213", second, left=x.over(()).words(), right=Type("number", bound.limit.unit).words())
            return None
    return check.together(second, x, table.without(dim))


def rank(check: Checking, node: Call, arguments: list[Type]) -> Type:
    """`rank(x over party)`: a place for every cell."""
    (x,) = arguments
    if x.kind != "number":
        return check.fault("E215", node.arguments[0], wanted=NUMBER.words(), found=x.over(()).words())
    return UNKNOWN if _grouped(check, node) or check.reduced(node, x) is None else NUMBER.over(x.dims)


def run(check: Checking, node: Call, arguments: list[Type]) -> Type:
    """`run(condition over month)`: a number for all that is left when the dimension of time is gone."""
    over = _over_time(check, node, arguments[0])
    return UNKNOWN if over is None else NUMBER.over(arguments[0].without(*over).dims)


def streak(check: Checking, node: Call, arguments: list[Type]) -> Type:
    """`streak(condition over month)`: a number for every cell."""
    return UNKNOWN if _over_time(check, node, arguments[0]) is None else NUMBER.over(arguments[0].dims)


def _over_time(check: Checking, node: Call, of: Type) -> tuple[str, ...] | None:
    """The one dimension of time a condition is followed along; None after a fault."""
    if of.kind != "boolean":
        check.fault("E215", node.arguments[0], wanted=BOOLEAN.words(), found=of.over(()).words())
        return None
    over = of.times if not node.over and len(of.times) == 1 else check.reduced(node, of)
    if _grouped(check, node) or over is None:
        return None
    if len(over) != 1 or over[0] not in of.times:
        check.fault("E249", node.over_at[0] if node.over else node, name=node.function)
        return None
    return over


def inflow(check: Checking, node: Call, arguments: list[Type]) -> Type:
    """`inflow(x, y)`: as `x`, at the sections of `y` (of `x` where `y` has one value for all); `x` covers their inflow."""
    x, y = arguments
    if "section" not in x.dim_names:
        return check.fault("E214", node.arguments[0], dim="section", **suggestion("section", x.dim_names))
    if check.unsure:
        return UNKNOWN
    known = dict(x.dims)["section"]
    sections = dict(y.dims).get("section", known)
    above = {s: up for s, up in node.pairs if sections is None or s in sections}
    if not above:
        return check.fault("E246", node, names=listed(sections or ()), name="inflow")
    for section, up in above.items():
        if known is not None and up not in known:
            return check.fault("E226", node.arguments[0], section=section, inflow=up)
    found = _beside(check, node, x.without("section"), y.without("section"))
    return found if found.kind == "unknown" else found.over(tuple(sorted([*found.dims, ("section", sections)])))


def before(check: Checking, node: Call, arguments: list[Type]) -> Type:
    """`before(x, y)`: as `x`, which runs over one dimension of time."""
    x, y = arguments
    return _beside(check, node, x, y) if len(x.times) == 1 else check.fault("E249", node.arguments[0], name=node.function)


def _beside(check: Checking, node: Call, x: Type, y: Type) -> Type:
    if not check.alike(node.arguments[1], x, y):
        return UNKNOWN
    dims = check.together(node.arguments[1], x, y)
    return UNKNOWN if dims is None else x.over(dims)


def _grouped(check: Checking, node: Call) -> bool:
    """Whether a role stands where it groups nothing; a fault then."""
    if node.by:
        _groups_nothing(check, node)
    return bool(node.by)


def _groups_nothing(check: Checking, node: Call) -> None:
    """The fault of a role that groups nothing; of a time word, that the measure itself is cut by it."""
    if node.by in TIMES and {*node.over} <= {*TIMES}:
        cut = f"by: [{', '.join((node.by, *node.over))}]"
        each = DIMENSION_WORDS[node.by], node.by
        check.fault("E247", node.by_at, role=node.by, name=node.function, near=cut, each=each)
    else:
        check.fault("E247", node.by_at, role=node.by, name=node.function)


def by_party(check: Checking, node: Call, of: Type, over: tuple[str, ...]) -> Dims | None:
    """The dimensions left by `over section by role`: the parties that hold the role stand for their sections."""
    if "section" not in over or "party" in of.without(*over).dim_names:
        _groups_nothing(check, node)
        return None
    if node.by not in ROLE_WORDS:
        check.fault("E227", node.by_at, name=node.by, **suggestion(node.by, ROLE_WORDS))
        return None
    if check.unsure:
        return None
    sections, held = dict(of.dims)["section"], dict(node.pairs)
    without = [s for s in sections or () if s not in held]
    if without or not any(held.values()):
        check.fault("E246", node.by_at, names=listed(without), name=node.by)
        return None
    parties = tuple(dict.fromkeys(held[s] for s in (sections if sections is not None else held) if held[s]))
    return tuple(sorted([*of.without(*over).dims, ("party", parties)]))


class Rule(Protocol):
    """The type of one function's calls; their number of arguments is right."""

    def __call__(self, check: Checking, node: Call, arguments: list[Type]) -> Type:
        """The type, or UNKNOWN after a fault."""


RULES: Mapping[str, Rule] = MappingProxyType({
    "if": branch, "tier": tier, "brackets": brackets, "rank": rank, "run": run, "streak": streak, "inflow": inflow,
    "before": before,
})
"""The functions whose type is neither that of a reduction nor that of their first argument."""
OVER = frozenset({"rank", "run", "streak"})
"""Those among them that run over a named dimension."""
