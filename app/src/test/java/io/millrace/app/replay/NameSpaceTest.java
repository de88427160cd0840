package io.millrace.app.replay;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.exit.Failure;
import io.millrace.topology.topic.Topics;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NameSpaceTest {
    @Test
    void shouldRefuseWhatWouldMixWithWhatIsLive() {
        refuses("millrace-production", "millrace", "live topics");
        refuses("twin-replay", "twin", "choose another prefix");
        refuses("twin-replay-analytics", "twin", "choose another prefix");
        refuses("millrace-production", "a/b", "cannot begin a topic's name");
        refuses("millrace-production", "", "cannot begin a topic's name");
    }

    @Test
    void shouldTakeAnythingElse() {
        assertThatCode(() -> NameSpace.check(live("millrace-production"), "millrace.replay-1"))
                .doesNotThrowAnyException();
    }

    private static void refuses(final String application, final String prefix, final String why) {
        assertThatThrownBy(() -> NameSpace.check(live(application), prefix))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(why);
    }

    private static Live live(final String application) {
        return new Live(Map.of(), Topics.embedded(), application);
    }
}
