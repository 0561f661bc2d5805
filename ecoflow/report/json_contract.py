"""One settlement as the JSON contract writes it: all numbers are decimal text, keys in a fixed order."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from ecoflow.diagnostics.finding import EcoflowError, Lang
from ecoflow.report.account import as_json
from ecoflow.report.stamps import outside_term
from ecoflow.settlement.model import Index, Payment, Settlement, Value
from ecoflow.standards.gb3838 import WaterClass
from ecoflow.standards.rounding import decimal_text, plain_text
from ecoflow.standards.units import ONE

CURRENCY = "CNY"


def to_json(settlements: Sequence[Settlement], lang: Lang, *, as_list: bool,
            refused: Mapping[str, EcoflowError] | None = None) -> str:
    """The document for standard output: one object, or an array for several agreements or periods.

    Agreements that could not be read (`refused`, by file) stand in it too, as cannot-settle with their findings.
    """
    documents = [document(s, lang) for s in settlements]
    documents += [_refused(file, error, lang) for file, error in (refused or {}).items()]
    return json.dumps(documents if as_list else documents[0], ensure_ascii=False, indent=2)


def _refused(file: str, error: EcoflowError, lang: Lang) -> dict[str, Any]:
    return {
        "ecoflow": 1,
        "agreement": {"id": None, "sha256": None, "status": None, "term": None, "outside_term": None, "file": file},
        "period": None, "status": "cannot-settle", "indices": [], "payments": [], "net": {}, "pools": {}, "openings": {},
        "provenance": {"lowest": None, "terms": []}, "evidence": {"data_sha256": None, "engine": None},
        "diagnostics": [f.as_json(lang) for f in error.findings], "months": [],
    }


def document(settlement: Settlement, lang: Lang) -> dict[str, Any]:
    """One settlement as plain JSON values."""
    evidence, agreement = settlement.evidence, settlement.agreement
    return {
        "ecoflow": 1,
        "agreement": {
            "id": agreement.id,
            "sha256": evidence.agreement_sha256,
            "status": agreement.status,
            "term": f"{agreement.first_year}..{agreement.last_year}",
            "outside_term": outside_term(settlement),
        },
        "period": settlement.period.name,
        "status": settlement.status,
        "indices": [_index(i) for i in settlement.indices],
        "payments": [_payment(p) for p in settlement.payments],
        "net": {party: yuan(amount) for party, amount in settlement.net.items()},
        "pools": {pool: yuan(left) for pool, left in settlement.pools.items()},
        "openings": {pool: yuan(held) for pool, held in settlement.openings.items()},
        "provenance": {
            "lowest": _lowest(settlement),
            "terms": [w.id for w in settlement.provenance.weak],
        },
        "evidence": {
            "data_sha256": evidence.data_sha256,
            "engine": evidence.engine,
            "rows": evidence.rows,
            "sources": list(evidence.sources),
            "synthetic": evidence.synthetic,
            "facts": dict(evidence.facts),
            "carried_from": dict.fromkeys(settlement.carried.facts, settlement.carried.since),
            "as_of": evidence.as_of,
            "ecoflow": evidence.version,
        },
        "diagnostics": [f.as_json(lang) for f in (*settlement.problems, *settlement.notes)],
        "months": as_json(settlement),
    }


def _lowest(settlement: Settlement) -> str | None:
    """The weakest confidence; None when the run stopped before it was known, for then nothing vouches for `published`."""
    known = settlement.settled or settlement.provenance.weak
    return settlement.provenance.lowest if known else None


def _index(index: Index) -> dict[str, Any]:
    value, unit = value_text(index.value, index), (index.unit or ONE).symbol
    found: dict[str, Any] = {"id": index.id, "at": dict(index.at), "value": value, "unit": unit}
    if index.exact != index.value:
        found["exact"] = value_text(index.exact, index)
    return found


def value_text(value: Value, index: Index) -> str:
    """A value as text: a decimal that ends, a fraction `6/7` that does not, `I` .. `worse than V`, `true`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, WaterClass):
        return value.en
    own = value / (index.unit or ONE).scale
    if index.places is not None and value is index.value:
        return decimal_text(own, index.places)
    text = plain_text(own)
    return text if Fraction(text) == own else str(own)


def _payment(payment: Payment) -> dict[str, Any]:
    return {"clause": payment.clause, "case": payment.case, "from": payment.payer, "to": payment.payee,
            "amount": yuan(payment.amount), "currency": CURRENCY, "at": dict(payment.at)}


def yuan(amount: Fraction) -> str:
    """An amount in yuan with its two decimals."""
    return decimal_text(amount, 2)
