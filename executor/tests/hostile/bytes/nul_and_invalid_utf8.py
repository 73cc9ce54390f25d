# attack: NULs, every byte, lone surrogates, overlong forms and a cut multibyte at the end
# expect: wrong_answer
# stdout: text
# limits: cpu=2 memory=64
import os

for descriptor in (1, 2):
    os.write(descriptor, b"\x00" + bytes(range(256)) + b"\xed\xa0\x80\xed\xbf\xbf\xc0\xaf\xf4\x90\x80\x80\xfe\xff\xe2\x82")
