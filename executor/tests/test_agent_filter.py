"""The agent's seccomp program, interpreted: what every call of every architecture is answered with."""

import errno
import struct

import pytest

from executor.agent import agent

MACHINES = ("x86_64", "aarch64")
ALLOW, KILL = "allow", "kill"


def verdict(program: bytes, audit_arch: int, number: int, first: int = 0) -> str:
    """Run a BPF program over one struct seccomp_data, as the kernel would."""
    data = struct.pack("=IIQ6Q", number, audit_arch, 0, first, 0, 0, 0, 0, 0)
    code = list(struct.iter_unpack("=HBBI", program))
    at = accumulator = 0
    while True:
        operation, if_true, if_false, operand = code[at]
        at += 1
        match operation:
            case 0x20:  # load a word
                (accumulator,) = struct.unpack_from("=I", data, operand)
            case 0x15 | 0x35 | 0x45:  # jump if equal, greater or equal, any bit
                holds = {0x15: accumulator == operand, 0x35: accumulator >= operand, 0x45: bool(accumulator & operand)}
                at += if_true if holds[operation] else if_false
            case 0x06:
                return answer(operand)
            case _:
                raise AssertionError(f"an instruction that seccomp does not have: {operation:#x}")


def answer(operand: int) -> str:
    match operand & 0xFFFF0000:
        case 0x7FFF0000:
            return ALLOW
        case 0x80000000:
            return KILL
        case 0x00050000:
            return errno.errorcode[operand & 0xFFFF]
    raise AssertionError(hex(operand))


def machines() -> list[tuple[str, int, int, bytes]]:
    found = []
    for machine in MACHINES:
        column, audit_arch = agent.ARCHITECTURES[machine]
        found.append((machine, column, audit_arch, agent.seccomp_filter(allow_memfd=False, machine=machine)))
    return found


def number(name: str, machine: str) -> int:
    return agent.number(name, machine)


@pytest.mark.parametrize(("machine", "column", "audit_arch", "program"), machines(), ids=MACHINES)
def test_every_number(machine: str, column: int, audit_arch: int, program: bytes) -> None:
    special = {
        number("clone3", machine): "ENOSYS",
        number("memfd_create", machine): "ENOSYS",
        number("socket", machine): "EAFNOSUPPORT",  # family 0
        number("socketpair", machine): "EAFNOSUPPORT",
    }
    denied = {row[column] for row in agent.DENIED.values()} - {None}
    assert not denied & set(special)
    for call in range(1000):
        wanted = special.get(call, "EPERM" if call in denied else ALLOW)
        assert verdict(program, audit_arch, call) == wanted, (machine, call)


@pytest.mark.parametrize(("machine", "column", "audit_arch", "program"), machines(), ids=MACHINES)
def test_arguments_that_matter(machine: str, column: int, audit_arch: int, program: bytes) -> None:
    for family in range(64):
        wanted = ALLOW if family in (1, 2, 10) else "EAFNOSUPPORT"
        assert verdict(program, audit_arch, number("socket", machine), family) == wanted
        pair = ALLOW if family == 1 else "EAFNOSUPPORT"
        assert verdict(program, audit_arch, number("socketpair", machine), family) == pair
    high = 1 << 32  # the kernel looks at the low word of the family: so must the filter
    assert verdict(program, audit_arch, number("socket", machine), high | 16) == "EAFNOSUPPORT"
    thread = 0x003D0F00
    assert verdict(program, audit_arch, number("clone", machine), thread) == ALLOW
    for bit in (0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000):
        assert verdict(program, audit_arch, number("clone", machine), thread | bit) == "EPERM", hex(bit)


@pytest.mark.parametrize(("machine", "column", "audit_arch", "program"), machines(), ids=MACHINES)
def test_foreign_architectures_are_killed(machine: str, column: int, audit_arch: int, program: bytes) -> None:
    for foreign in (0x40000003, 0xC00000B7, 0xC000003E, 0x40000028, 0):
        assert verdict(program, foreign, 1) == (ALLOW if foreign == audit_arch else KILL)


def test_the_x32_calls_do_not_exist() -> None:
    program = agent.seccomp_filter(allow_memfd=True, machine="x86_64")
    for call in (0, 101, 165, 520):
        assert verdict(program, 0xC000003E, 0x40000000 | call) == "ENOSYS"


def test_memfd_is_allowed_where_a_cgroup_counts_it() -> None:
    program = agent.seccomp_filter(allow_memfd=True, machine="x86_64")
    assert verdict(program, 0xC000003E, agent.number("memfd_create", "x86_64")) == ALLOW


def test_an_unknown_machine_is_refused() -> None:
    with pytest.raises(agent.Broken, match="riscv64"):
        agent.seccomp_filter(allow_memfd=False, machine="riscv64")


@pytest.mark.parametrize(("abi", "bits"), [(1, 13), (2, 14), (3, 15), (4, 15), (5, 16), (6, 16), (7, 16)])
def test_landlock_handles_all_that_its_version_knows(abi: int, bits: int) -> None:
    assert agent.landlock_rights(abi) == (1 << bits) - 1
