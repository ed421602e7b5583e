"""Personal numbers that nobody has, put together so that no file holds one."""


def nip(born: str, appointed: str) -> str:
    """Return a NIP by its parts: YYYYMMDD of birth, YYYYMM of appointment; a man, the first."""
    return f"{born}{appointed}1001"


NIP = nip("19850101", "201001")
OTHER_NIP = nip("19900101", "201501")
