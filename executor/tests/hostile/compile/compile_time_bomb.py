# attack: constant folding and nesting that take the compiler's time and memory
# expect: runtime_error | memory_limit | time_limit | compile_error
# limits: cpu=2 idle=5 memory=128
source = "(" * 100000 + ")" * 100000
try:
    eval(source)
except (MemoryError, SyntaxError, RecursionError):
    pass
big = 7 ** 7 ** 7 ** 2
import ast

ast.literal_eval("-" * 500000 + "1")
print(big)
