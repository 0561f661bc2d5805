"""A refusal: why an import, a write or a description is not even begun, and what would cure it."""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818  (a refusal is an answer to wrong use, not a fault)
    """Raised before anything is changed on disk. Carries one sentence and one hint in Chinese and in English."""

    def __init__(self, *, zh: str, en: str, hint_zh: str, hint_en: str) -> None:
        super().__init__(f"{en} {hint_en}")
        self.zh, self.en, self.hint_zh, self.hint_en = zh, en, hint_zh, hint_en

    def sentence(self, lang: str) -> str:
        """What is wrong, in `zh` or `en`."""
        return self.zh if lang == "zh" else self.en

    def hint(self, lang: str) -> str:
        """What to do about it, in `zh` or `en`."""
        return self.hint_zh if lang == "zh" else self.hint_en
