# -*- coding: rot13 -*-
# attack: the source says that it is in a code; the header must still be read, and Python decides
# expect: runtime_error | compile_error
# limits: cpu=2 memory=64
cevag("ok")
