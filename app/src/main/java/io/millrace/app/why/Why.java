package io.millrace.app.why;

import io.millrace.app.kafka.TopicReader;
import io.millrace.topology.topic.Topics;
import org.jspecify.annotations.Nullable;

/** Answers from the topics alone. Blocks its caller's thread. */
public final class Why {
    private final TopicReader reader;
    private final Topics topics;

    public Why(final TopicReader reader, final Topics topics) {
        this.reader = reader;
        this.topics = topics;
    }

    /**
     * Looks for what lies behind.
     *
     * @return null if the topics do not hold it (any more)
     * @throws io.millrace.app.exit.Failure if the broker does not answer or a topic is not there
     */
    public @Nullable Answer answer(final Subject subject) {
        if (subject instanceof Subject.Told told) {
            return new WhyTold(reader, topics).answer(told.id());
        } else if (subject instanceof Subject.Piece piece) {
            return new WhyPiece(reader, topics).answer(piece);
        }
        return new WhyFigure(reader, topics, (Subject.Figure) subject).answer();
    }
}
