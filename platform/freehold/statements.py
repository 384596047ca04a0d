"""How a statement wants to be sent."""


class Repeated(str):
    """SQL that comes again with other values: PostgreSQL plans it once for each connection.

    For short statements whose planning costs more than their work. The values go beside the text,
    so their types must follow from it. Inside a transaction it is sent as any other.
    """

    __slots__ = ()
