// attack: a processor that would run while compiling, were processing on
// expect: accepted | compile_error
// stdout: 1
// limits: cpu=3 idle=5 memory=256
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.element.TypeElement;

@SupportedAnnotationTypes("*")
public class Main extends AbstractProcessor {
    static int made = 0;

    public Main() {
        made++;
        System.err.println("LEAK processor made");
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        return false;
    }

    public static void main(String[] args) {
        System.out.println(1);
    }
}
