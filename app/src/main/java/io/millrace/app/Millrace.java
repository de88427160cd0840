package io.millrace.app;

import io.millrace.app.command.AuditCommand;
import io.millrace.app.command.BenchCommand;
import io.millrace.app.command.BrowseCommand;
import io.millrace.app.command.CheckCommand;
import io.millrace.app.command.DeadLettersCommand;
import io.millrace.app.command.DemoCommand;
import io.millrace.app.command.GatewayCommand;
import io.millrace.app.command.ImportCommand;
import io.millrace.app.command.InitCommand;
import io.millrace.app.command.KafkaBrokerCommand;
import io.millrace.app.command.MqttBrokerCommand;
import io.millrace.app.command.PerfCommand;
import io.millrace.app.command.PlantCommand;
import io.millrace.app.command.PostingsCommand;
import io.millrace.app.command.QuarantineCommand;
import io.millrace.app.command.ReplayCommand;
import io.millrace.app.command.SettleCommand;
import io.millrace.app.command.TailCommand;
import io.millrace.app.command.TopologyCommand;
import io.millrace.app.command.WhyCommand;
import io.millrace.app.exit.Failure;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The program's start: names the commands, runs the one asked for and turns what went wrong into one sentence. */
@Command(
        name = "millrace",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = ManifestVersion.class,
        description = "From machines to confirmations that an ERP can post exactly once.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            InitCommand.class,
            CheckCommand.class,
            BrowseCommand.class,
            GatewayCommand.class,
            TopologyCommand.class,
            ImportCommand.class,
            TailCommand.class,
            AuditCommand.class,
            WhyCommand.class,
            PostingsCommand.class,
            ReplayCommand.class,
            QuarantineCommand.class,
            DeadLettersCommand.class,
            SettleCommand.class,
            BenchCommand.class,
            PerfCommand.class,
            PlantCommand.class,
            KafkaBrokerCommand.class,
            MqttBrokerCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, or balanced",
            "1:failed, or not balanced",
            "2:bad configuration or usage; nothing was started",
            "3:cannot start: a port is busy, JVM flags are missing, a broker does not answer",
            "4:the journal or a disk failed"
        })
public final class Millrace {
    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "When something fails, print the whole stack trace.")
    private boolean verbose;

    public static void main(final String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The command line as {@link #main} uses it; writes to standard output and standard error. */
    public static CommandLine commandLine() {
        final Millrace millrace = new Millrace();
        return new CommandLine(millrace)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((thrown, command, parsed) -> millrace.failed(thrown, command.getErr()))
                .setParameterExceptionHandler((mistake, arguments) -> misused(mistake));
    }

    private int failed(final Throwable thrown, final PrintWriter err) {
        final Failure failure = Failure.of(thrown);
        err.println("millrace: " + failure.sentence());
        if (verbose) {
            thrown.printStackTrace(err);
        }
        err.flush();
        return failure.exitCode().code();
    }

    private static int misused(final ParameterException mistake) {
        final CommandLine command = mistake.getCommandLine();
        final PrintWriter err = command.getErr();
        err.println("millrace: " + mistake.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(mistake, err);
        if (command.getParent() == null
                && command.getParseResult().originalArgs().isEmpty()) {
            command.usage(err);
        } else {
            err.println("See: " + command.getCommandSpec().qualifiedName() + " --help");
        }
        err.flush();
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }
}
