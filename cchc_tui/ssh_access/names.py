"""The rule for the names of officers' accounts."""

from __future__ import annotations

import re

from cchc_tui.own_folder import FETCHING
from cchc_tui.ssh_access.faults import AccessError
from cchc_tui.texts.access import NAMES

#: useradd's rule for names, without what makes two accounts look alike, and with room for the ending "-lay".
_NAME = re.compile(r"[a-z][a-z0-9-]{0,26}[a-z0-9]")
#: Accounts of services that may come to this machine later: a package would take over an account of that name.
SERVICES = frozenset(
    (
        *(
            "root",
            "admin",
            "adm",
            "daemon",
            "bin",
            "sys",
            "sync",
            "games",
            "man",
            "lp",
            "mail",
            "news",
            "uucp",
            "proxy",
        ),
        *("www-data", "backup", "list", "irc", "gnats", "nobody", "nogroup", "operator", "guest", "test", "ftp", "git"),
        *("sshd", "ssh", "sudo", "wheel", "shadow", "staff", "users", "messagebus", "polkitd", "rtkit", "sssd", "tss"),
        *(
            "postgres",
            "mysql",
            "mariadb",
            "redis",
            "mongodb",
            "memcache",
            "rabbitmq",
            "elasticsearch",
            "ldap",
            "openldap",
        ),
        *(
            "nginx",
            "apache",
            "httpd",
            "tomcat",
            "postfix",
            "dovecot",
            "exim",
            "bind",
            "named",
            "dnsmasq",
            "ntp",
            "chrony",
        ),
        *("avahi", "cups", "docker", "samba", "zabbix", "nagios", "prometheus", "grafana", "saned", "usbmux", "colord"),
    )
)
_PREFIXES = ("systemd", "cchc", "debian-", "nm-", "libvirt")


def check_name(name: str) -> None:
    """Raise AccessError if an officer's account may not have this name."""
    if not _NAME.fullmatch(name) or name.endswith(FETCHING):
        raise AccessError(NAMES.form.format(name=ascii(name)[1:-1], ending=FETCHING))
    if name in SERVICES or name.startswith(_PREFIXES):
        raise AccessError(NAMES.service.format(name=name))
