package io.millrace.app.command;

import static java.util.Objects.requireNonNull;

import io.millrace.topology.topic.Topics;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace tail}: what a topic says, as it is said. */
@Command(
        name = "tail",
        description = {
            "Shows what a topic says, from now on until Ctrl-C; committed records only.",
            "Topics: milestones, state-intervals, quantities, scrap, consumption, confirmations, order-status,"
                    + " postings, machine-status, balances, posting-status, posting-accuracy, oee, downtime, gaps, quarantine,"
                    + " dead-letters."
        })
public final class TailCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final Cluster cluster = new Cluster();

    @Parameters(paramLabel = "TOPIC", arity = "1..*", description = "One or more of the topics below, without prefix.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--json", description = "The records as they are, one a line.")
    private boolean json;

    @Option(names = "--all", description = "From the beginning of what is kept.")
    private boolean all;

    @Option(names = "--once", description = "Stop at the end of what is there now.")
    private boolean once;

    @Override
    public Integer call() {
        final CommandSpec command = requireNonNull(spec);
        for (final String name : names) {
            if (!Topics.PUBLIC.contains(name) && !Topics.ANSWERS.contains(name)) {
                throw new ParameterException(
                        command.commandLine(),
                        "there is no topic '" + name + "': choose among " + Topics.PUBLIC + " and " + Topics.ANSWERS);
            }
        }
        final Topics topics = cluster.topics();
        final List<String> wanted =
                names.stream().map(name -> topics.prefix() + "." + name).toList();
        final PrintWriter out = command.commandLine().getOut();
        if (once) {
            cluster.reader().readAll(wanted, message -> print(message, out));
        } else {
            cluster.reader().follow(wanted, all, () -> true, message -> print(message, out));
        }
        return 0;
    }

    private void print(final ConsumerRecord<String, byte[]> message, final PrintWriter out) {
        if (message.value() == null) {
            return;
        }
        final String text = new String(message.value(), StandardCharsets.UTF_8);
        out.println(json ? text : Readable.of(message.topic(), message.key(), text));
        out.flush();
    }
}
