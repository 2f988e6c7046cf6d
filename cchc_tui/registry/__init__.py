"""The registry: a city's units, practices, statuses, days off and targets. They are data, never code."""

from cchc_tui.registry.loading import Registry, default_folder, load
from cchc_tui.registry.toml import RegistryError

__all__ = ["Registry", "RegistryError", "default_folder", "load"]
