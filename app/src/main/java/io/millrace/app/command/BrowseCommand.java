package io.millrace.app.command;

import static java.util.Objects.requireNonNull;

import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import io.millrace.app.yaml.Forms;
import io.millrace.ingest.opcua.ConnectFault;
import io.millrace.ingest.opcua.OpcUaConfig;
import io.millrace.ingest.opcua.browse.Browse;
import io.millrace.ingest.opcua.browse.Limits;
import io.millrace.ingest.opcua.browse.Survey;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace browse}: what an OPC UA server has, as a source's mapping. */
@Command(
        name = "browse",
        description = {
            "Walks an OPC UA server and prints a source for millrace.yaml: machines that follow PackML (OPC 30050) or OPC UA"
                    + " for Machinery (OPC 40001), and all other variables with type and value as comments.",
            "Reads only. Ctrl-C prints what was found so far."
        })
public final class BrowseCommand implements Callable<Integer> {
    private static final Pattern URL =
            Pattern.compile("(opc\\.tcp://)(\\[[0-9A-Fa-f:.]+]|[^/:\\s]+)(:\\d{1,5})?(/\\S*)?");
    private static final String STANDARD_PORT = ":4840";
    private static final int NODES_PER_LINE = 1_000;
    private static final long PRINT_WITHIN_S = 15;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "URL", description = "opc.tcp://HOST[:PORT][/PATH]; port 4840 if there is none.")
    private String url = "";

    @Mixin
    private final OpcUaAccess access = new OpcUaAccess();

    @Option(
            names = "--root",
            paramLabel = "NODE",
            defaultValue = "i=85",
            description = "Where to begin, as nsu=urn:vendor:plant;s=Press1 (default: ${DEFAULT-VALUE}, Objects).")
    private String root = "i=85";

    @Option(
            names = "--max-nodes",
            paramLabel = "N",
            defaultValue = "20000",
            description = "How many nodes to find at most (default: ${DEFAULT-VALUE}).")
    private int maxNodes;

    @Option(
            names = "--depth",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many steps below the root to go, up to 200 (default: ${DEFAULT-VALUE}).")
    private int depth;

    @Option(
            names = "--machine",
            paramLabel = "PATH",
            defaultValue = "enterprise/site/area/line/{name}",
            description = "Path of the machines in the mapping; {name} is what the server calls each (default:"
                    + " ${DEFAULT-VALUE}).")
    private String machine = "";

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "A new file to write to, instead of standard output.")
    private @Nullable Path output;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "5m",
            converter = DurationOption.class,
            description = "How long to walk at most; then what was found is printed (default: ${DEFAULT-VALUE}).")
    private Duration timeout = Duration.ofMinutes(5);

    private long saidNodes;

    @Override
    public Integer call() throws InterruptedException {
        final OpcUaConfig config = usable(this::config);
        final Limits limits = usable(() -> new Limits(root, maxNodes, depth));
        final CountDownLatch printed = new CountDownLatch(1);
        final Thread onCtrlC = new Thread(() -> await(printed), "stop-browsing");
        final long endNs = System.nanoTime() + timeout.toNanos();
        Runtime.getRuntime().addShutdownHook(onCtrlC);
        try {
            final Survey survey = survey(config, limits, () -> onCtrlC.isAlive() || System.nanoTime() - endNs >= 0);
            print(MappingText.of(survey, config, access.passwordReference(), machine));
            return exitCode(survey).code();
        } finally {
            printed.countDown();
            forget(onCtrlC);
        }
    }

    private OpcUaConfig config() {
        final Matcher form = URL.matcher(url);
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + url + "' is not a server: write opc.tcp://HOST[:PORT][/PATH]");
        }
        if (output != null && Files.exists(output)) {
            throw new IllegalArgumentException(output + " exists already: name a new file");
        }
        Forms.machine().parse().apply(machine.replace(MappingText.NAME, "name"));
        final String port = form.group(3) == null ? STANDARD_PORT : form.group(3);
        final String path = form.group(4) == null ? "" : form.group(4);
        return access.config(form.group(1) + form.group(2) + port + path, System::getenv);
    }

    private Survey survey(final OpcUaConfig config, final Limits limits, final BooleanSupplier stop)
            throws InterruptedException {
        return usable(() -> {
            try {
                return Browse.run(config, limits, this::progress, stop);
            } catch (final ConnectFault none) {
                throw new Failure(ExitCode.CANNOT_START, String.valueOf(none.getMessage()), none);
            } catch (final IOException unusable) {
                throw new Failure(ExitCode.STORAGE, String.valueOf(unusable.getMessage()), unusable);
            }
        });
    }

    private void print(final List<String> lines) {
        if (System.console() != null) {
            err().println();
            err().flush();
        }
        final PrintWriter out = requireNonNull(spec).commandLine().getOut();
        final Path file = output;
        if (file == null) {
            lines.forEach(out::println);
            out.flush();
            return;
        }
        try {
            Files.write(file, lines, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (final IOException refused) {
            throw new Failure(
                    ExitCode.STORAGE, file + " cannot be written (" + refused + "): name another file", refused);
        }
        out.println(file);
        out.flush();
    }

    private ExitCode exitCode(final Survey survey) {
        if (survey.end() != Survey.End.LOST) {
            return ExitCode.OK;
        }
        err().println("millrace: " + url + " answers no more (" + survey.detail()
                + "): what was found until then is printed; is the server up?");
        err().flush();
        return ExitCode.FAILED;
    }

    /** One line that changes where somebody looks at it, else now and then a new one. */
    private void progress(final int nodes, final int variables) {
        if (System.console() != null) {
            err().printf("\r%d nodes, %d variables ", nodes, variables);
            err().flush();
        } else if (nodes / NODES_PER_LINE > saidNodes) {
            saidNodes = nodes / NODES_PER_LINE;
            err().printf("%d nodes, %d variables%n", nodes, variables);
            err().flush();
        }
    }

    private PrintWriter err() {
        return requireNonNull(spec).commandLine().getErr();
    }

    private interface Attempt<T> {
        T get() throws InterruptedException;
    }

    private <T> T usable(final Attempt<T> attempt) throws InterruptedException {
        try {
            return attempt.get();
        } catch (final IllegalArgumentException misused) {
            throw new ParameterException(
                    requireNonNull(spec).commandLine(), String.valueOf(misused.getMessage()), misused);
        }
    }

    /** While this waits the process lives on, and the walk ends since it sees this thread at work. */
    private static void await(final CountDownLatch printed) {
        try {
            printed.await(PRINT_WITHIN_S, TimeUnit.SECONDS);
        } catch (final InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(final Thread onCtrlC) {
        try {
            Runtime.getRuntime().removeShutdownHook(onCtrlC);
        } catch (final IllegalStateException goingDown) {
            // Ctrl-C it was.
        }
    }
}
