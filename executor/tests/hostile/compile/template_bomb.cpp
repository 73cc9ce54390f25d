// attack: instantiations that double at each step
// expect: compile_error
// within: 30
template <int depth, typename Tag>
struct Bomb {
    struct Left {};
    struct Right {};
    static constexpr long value = Bomb<depth - 1, Bomb<depth, Left>>::value + Bomb<depth - 1, Bomb<depth, Right>>::value;
};
template <typename Tag>
struct Bomb<0, Tag> {
    static constexpr long value = 1;
};
int main() {
    return Bomb<40, int>::value;
}
