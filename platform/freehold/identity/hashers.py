"""How passwords are stored."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class PasswordHasher(Argon2PasswordHasher):
    """Argon2id as OWASP's Password Storage Cheat Sheet recommends it at least: 19 MiB, two passes,
    one lane. Django's own default takes 100 MiB and eight lanes, which eight people who sign in at
    the same moment pay with 800 MiB. Passwords stored otherwise are stored anew at the sign-in.
    """

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
