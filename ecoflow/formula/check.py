"""The type checker: every name declared, every unit fitting, every dimension there; faults at the right character."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from ecoflow.formula.functions import FUNCTIONS
from ecoflow.formula.parse import Fault
from ecoflow.formula.tree import Binary, Call, Comparison, Literal, Name, Node, Unary
from ecoflow.formula.types import BOOLEAN, CLASS, DIMENSIONS, NUMBER, UNKNOWN, Dims, Type
from ecoflow.standards.gb3838 import WaterClass

_ORDER_OF_CLASSES = frozenset({"worse than", "better than", "at or worse than", "at or better than"})
_ORDER_OF_NUMBERS = frozenset({"<", "<=", ">", ">="})


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The declared name a misspelt one most likely means, or None."""
    from difflib import get_close_matches

    names = {k.lower(): k for k in known}
    found = get_close_matches(word.lower(), names, n=1, cutoff=0.6)
    return names[found[0]] if found else None


@dataclass(slots=True)
class Check:
    """One pass over one formula. `types` maps each node to its type; `faults` is what is wrong, in reading order."""

    scope: Mapping[str, Type]
    faults: list[Fault] = field(default_factory=list)
    types: dict[Node, Type] = field(default_factory=dict)

    def type_of(self, node: Node) -> Type:
        """The node's type; UNKNOWN after a fault inside it."""
        rule: Callable[..., Type] = {
            Literal: self._literal, Name: self._name, Unary: self._unary, Binary: self._binary,
            Comparison: self._comparison, Call: self._call,
        }[type(node)]
        found = rule(node)
        self.types[node] = found
        return found

    def expect(self, node: Node, found: Type, wanted: Type, allowed: Iterable[str] | None) -> None:
        """Note a fault unless `found` is of the wanted kind and unit, over no dimension but the allowed ones."""
        if found.kind == "unknown":
            return
        if not _alike(found, wanted):
            self._fault("E215", node, wanted=wanted.words(), found=found.words())
        elif allowed is not None:
            extra = [d for d in found.dim_names if d not in set(allowed)]
            if extra:
                self._fault("E216", node, dims=", ".join(extra))

    def _fault(self, code: str, node: Node | int, **details: str | tuple[str, str]) -> Type:
        at = node if isinstance(node, int) else node.at
        self.faults.append(Fault(code, at, tuple(details.items())))
        return UNKNOWN

    def _literal(self, node: Literal) -> Type:
        if isinstance(node.value, bool):
            return BOOLEAN
        return CLASS if isinstance(node.value, WaterClass) else Type("number", node.unit)

    def _name(self, node: Name) -> Type:
        declared = self.scope.get(node.id)
        if declared is None:
            near = nearest(node.id, self.scope)
            return self._fault("E210", node, name=node.id, known=", ".join(sorted(self.scope)) or "-",
                               **({"near": near} if near else {}))
        left = declared.dims
        for member, at in zip(node.members, node.members_at, strict=True):
            owner = [(dim, members) for dim, members in left if members is not None and member in members]
            if not owner and declared.kind != "unknown":
                return self._no_member(node, member, at, left)
            left = tuple(d for d in left if d not in owner[:1])
        return declared.over(left)

    def _no_member(self, node: Name, member: str, at: int, dims: Dims) -> Type:
        known = [m for _, members in dims for m in members or ()]
        if not known:
            return self._fault("E212", at, name=node.id, member=member)
        near = nearest(member, known)
        return self._fault("E211", at, name=node.id, member=member, known=", ".join(known),
                           **({"near": near} if near else {}))

    def _unary(self, node: Unary) -> Type:
        of = self.type_of(node.of)
        wanted = BOOLEAN if node.sign == "not" else NUMBER
        if of.kind not in {wanted.kind, "unknown"}:
            return self._fault("E215", node.of, wanted=wanted.over(()).words(), found=of.words())
        return of

    def _binary(self, node: Binary) -> Type:
        left, right = self.type_of(node.left), self.type_of(node.right)
        wanted = BOOLEAN if node.sign in {"and", "or"} else NUMBER
        for side, found in ((node.left, left), (node.right, right)):
            if found.kind not in {wanted.kind, "unknown"}:
                return self._fault("E215", side, wanted=wanted.over(()).words(), found=found.words())
        if "unknown" in {left.kind, right.kind}:
            return UNKNOWN
        dims = self._together(node.right, left, right)
        if dims is None:
            return UNKNOWN
        if wanted is BOOLEAN or left.unit is None or right.unit is None:
            return BOOLEAN.over(dims)
        if node.sign in {"*", "/"}:
            return Type("number", left.unit.times(right.unit, 1 if node.sign == "*" else -1), dims)
        if not left.unit.fits(right.unit):
            return self._fault("E213", node.right, left=left.over(()).words(), right=right.over(()).words())
        return Type("number", left.unit, dims)

    def _comparison(self, node: Comparison) -> Type:
        found = [self.type_of(side) for side in node.sides]
        if any(t.kind == "unknown" for t in found):
            return UNKNOWN
        dims: Dims | None = found[0].dims
        for sign, left, right, side in zip(node.signs, found[:-1], found[1:], node.sides[1:], strict=True):
            if self._comparable(node, sign, left, right, side).kind == "unknown":
                return UNKNOWN
            dims = self._together(side, left.over(dims or ()), right)
            if dims is None:
                return UNKNOWN
        return BOOLEAN.over(dims or ())

    def _comparable(self, node: Comparison, sign: str, left: Type, right: Type, side: Node) -> Type:
        if sign == "==":
            return self._fault("E205", node)
        if not _alike(left, right):
            return self._fault("E213", side, left=left.over(()).words(), right=right.over(()).words())
        if sign in _ORDER_OF_CLASSES and left.kind != "class":
            return self._fault("E217", node, sign=sign, found=left.over(()).words())
        if sign in _ORDER_OF_NUMBERS and left.kind != "number":
            return self._fault("E218", node, sign=sign, found=left.over(()).words())
        return BOOLEAN

    def _call(self, node: Call) -> Type:
        function = FUNCTIONS.get(node.function)
        if function is None:
            near = nearest(node.function, FUNCTIONS)
            return self._fault("E219", node, name=node.function, known=", ".join(FUNCTIONS),
                               **({"near": near} if near else {}))
        arguments = [self.type_of(a) for a in node.arguments]
        if not function.least <= len(arguments) <= function.most:
            wanted = str(function.least) if function.least == function.most else f"{function.least}..{function.most}"
            return self._fault("E220", node, name=node.function, wanted=wanted, found=str(len(arguments)),
                               example=function.example)
        if any(t.kind == "unknown" for t in arguments):
            return UNKNOWN
        if function.reduces and len(arguments) == 1:
            return self._reduction(node, arguments[0])
        if node.over:
            return self._fault("E221", node.over_at[0], name=node.function)
        return self._elementwise(node, arguments)

    def _reduction(self, node: Call, of: Type) -> Type:
        kind, result = _REDUCTIONS[node.function]
        if of.kind != kind:
            return self._fault("E215", node.arguments[0], wanted=Type(kind).words(), found=of.over(()).words())
        over = node.over
        for dim, at in zip(node.over, node.over_at, strict=True):
            if dim not in of.dim_names:
                near = nearest(dim, of.dim_names or DIMENSIONS)
                return self._fault("E214", at, dim=dim, known=", ".join(of.dim_names) or "-",
                                   **({"near": near} if near else {}))
        if not over:
            if not of.dims:
                return self._fault("E222", node, name=node.function)
            if len(of.dims) > 1:
                return self._fault("E223", node, name=node.function, dims=", ".join(of.dim_names))
            over = of.dim_names
        left = tuple(d for d in of.dims if d[0] not in over)
        return (of if result is None else result).over(left)

    def _elementwise(self, node: Call, arguments: list[Type]) -> Type:
        wanted = CLASS if node.function == "classes_better" else NUMBER
        for argument, found in zip(node.arguments, arguments, strict=True):
            if found.kind != wanted.kind:
                return self._fault("E215", argument, wanted=Type(wanted.kind).words(), found=found.over(()).words())
        dims: Dims | None = arguments[0].dims
        for argument, found in zip(node.arguments[1:], arguments[1:], strict=True):
            if not _alike(arguments[0], found):
                return self._fault("E213", argument, left=arguments[0].over(()).words(), right=found.over(()).words())
            dims = self._together(argument, arguments[0].over(dims or ()), found)
            if dims is None:
                return UNKNOWN
        if node.function in {"floor", "ceil"} and arguments[0].unit and not arguments[0].unit.is_plain:
            return self._fault("E215", node.arguments[0], wanted=NUMBER.words(), found=arguments[0].over(()).words())
        result = NUMBER if node.function in {"exceedance", "classes_better"} else arguments[0]
        return result.over(dims or ())

    def _together(self, node: Node, left: Type, right: Type) -> Dims | None:
        """The dimensions of two values side by side; a fault where one has members the other lacks."""
        joined = dict(left.dims)
        for dim, members in right.dims:
            known = joined.get(dim)
            if known is not None and members is not None and set(known) != set(members):
                odd = sorted(set(known) ^ set(members))
                self._fault("E224", node, dim=dim, members=", ".join(odd))
                return None
            joined[dim] = known or members
        return tuple(sorted(joined.items()))


_REDUCTIONS: dict[str, tuple[str, Type | None]] = {
    "sum": ("number", None), "mean": ("number", None), "max": ("number", None), "min": ("number", None),
    "count": ("boolean", NUMBER), "share": ("boolean", NUMBER), "any": ("boolean", None), "all": ("boolean", None),
    "worst": ("class", None), "best": ("class", None),
}  # type: ignore[assignment]


def _alike(left: Type, right: Type) -> bool:
    if left.kind != right.kind:
        return False
    return left.unit is None or right.unit is None or left.unit.fits(right.unit)
