"""The registry: which units, practices, statuses, days and targets a city has. Data, never code."""

from cchc_tui.registry.loading import Registry, default_folder, load
from cchc_tui.registry.toml import RegistryError

__all__ = ["Registry", "RegistryError", "default_folder", "load"]
