package coding_engine; // a name that no candidate takes: this stands before his class path

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A javac that has compiled before: it compiles a sample of ours, waits at the agent's gate until it is told the name
 * of a source file, and compiles that one once, as `javac FLAGS NAME` would.
 *
 * Arguments: how often, the sample's path, then javac's flags.
 */
public final class CompilerGate {
    private CompilerGate() {}

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        String[] flags = Arrays.copyOfRange(arguments, 2, arguments.length);
        Path scratch = Path.of(".made");
        for (int round = 0; round < rounds; round++) {
            String[] words = {"-proc:none", "-cp", ".", "-encoding", "UTF-8", "-d", scratch.toString(), arguments[1]};
            com.sun.tools.javac.Main.compile(words, new PrintWriter(new StringWriter()));
        }
        if (Files.isDirectory(scratch)) {
            try (var made = Files.list(scratch)) {
                for (Path file : made.toList()) Files.delete(file);
            }
            Files.delete(scratch);
        }
        String name = Gate.waitAtGate();
        String[] words = Arrays.copyOf(flags, flags.length + 3);
        words[flags.length] = "-cp"; // javac's own default, and not ours
        words[flags.length + 1] = ".";
        words[flags.length + 2] = name;
        System.exit(com.sun.tools.javac.Main.compile(words, new PrintWriter(System.err, true)));
    }
}
