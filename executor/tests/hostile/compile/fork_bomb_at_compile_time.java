// attack: a processor that forks without end as soon as a compiler loads it
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
    public Main() throws Exception {
        while (true) {
            new ProcessBuilder("sleep", "600").start();
        }
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        return false;
    }

    @Deprecated
    public static void main(String[] args) {
        System.out.println(1);
    }
}
