// attack: nothing to run
// expect: compile_error | runtime_error
public class Main {
    int answer() {
        return 42;
    }
}
