"""Kinds by name."""

from __future__ import annotations

from activate_va.kinds.base import Kind
from activate_va.kinds.image import ImageKind
from activate_va.kinds.tabular import TabularKind
from activate_va.kinds.text import TextKind
from activate_va.registry import Registry

kinds: Registry[Kind] = Registry("kind", "activate_va.kinds")
kinds.register(ImageKind())
kinds.register(TextKind())
kinds.register(TabularKind())
