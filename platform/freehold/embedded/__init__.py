"""The single-machine default: a database server, a broker and the processes of one installation.

Nothing here imports Django (but for `apps` and the command `up`), because the settings of the
processes it starts are read from what it writes.
"""
