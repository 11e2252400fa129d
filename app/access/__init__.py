"""Who may use the site and the interfaces, and what each did: users, roles, sessions, tokens, rates, audit log, health, metrics.

Importing this package is light: no library is loaded before somebody logs in or the server is made.
"""

from __future__ import annotations

from app.access.people import Forbidden, Person, Role, acting, current, person_of, require

__all__ = ["Forbidden", "Person", "Role", "acting", "current", "person_of", "require"]
