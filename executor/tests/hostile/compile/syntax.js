// attack: a program that does not parse, with a hash bang and an odd ending
// expect: runtime_error | compile_error
// limits: cpu=4 idle=5 memory=256
function (
