// attack: a constant expression without end
// expect: compile_error
// within: 40
constexpr unsigned long spin(unsigned long from) {
    unsigned long sum = 0;
    for (unsigned long i = from; i < from + 200000; i++) sum += i * i;
    return sum;
}
template <unsigned long... numbers>
constexpr unsigned long many = (spin(numbers) + ...);
template <unsigned long n>
struct Chain {
    static constexpr unsigned long value = spin(n) + Chain<n + 1>::value;
};
int main() {
    return Chain<0>::value & 1;
}
