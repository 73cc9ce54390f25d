// attack: #line and #pragma checksum name files of the host; a response file is asked for
// expect: compile_error
// limits: cpu=3 idle=5 memory=256
#pragma checksum "@CANARY@" "{406EA660-64CF-4C82-B6F0-42D48172A799}" "00"
#line 1 "@CANARY@"
class Program {
    static void Main() {
        undeclared();
    }
}
#line 1 "/proc/1/environ"
class Second { int x = undeclared; }
