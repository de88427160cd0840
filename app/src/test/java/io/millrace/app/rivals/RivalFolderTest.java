package io.millrace.app.rivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.exit.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RivalFolderTest {
    @TempDir
    Path rivals;

    @Test
    void shouldHaveAContestantForEachVariant() throws IOException {
        write("b", "title=B\ncommand=b\nguarantee=none\n");
        write("a", "title=A\ncommand={java} -cp x Main\nvariants=weak, strong\nguarantee.weak=w\nguarantee.strong=s\n");
        Files.createDirectories(rivals.resolve("common"));

        final List<Contestant> all = RivalFolder.in(rivals).stream()
                .flatMap(folder -> folder.contestants().stream())
                .toList();

        assertThat(all).extracting(Contestant::name).containsExactly("a-weak", "a-strong", "b");
        assertThat(all).extracting(Contestant::guarantee).containsExactly("w", "s", "none");
        assertThat(((RivalContestant) all.get(1)).command()).first().asString().endsWith("java");
        assertThat(((RivalContestant) all.get(1)).command()).endsWith("-cp", "x", "Main");
    }

    @Test
    void shouldSayWhatADescriptionLacks() throws IOException {
        write("a", "title=A\ncommand=a\nvariants=weak\n");
        final RivalFolder folder = RivalFolder.in(rivals).get(0);

        assertThatThrownBy(folder::contestants).isInstanceOf(Failure.class).hasMessageContaining("guarantee.weak");
    }

    /** All that are kept with the project, as the command would take them. */
    @Test
    void shouldUnderstandTheProjectsOwnRivals() throws IOException {
        final Path own = Path.of("..", "perf", "rivals");

        assertThat(RivalFolder.in(own)).isNotEmpty().allSatisfy(folder -> {
            assertThat(folder.contestants()).isNotEmpty();
            final Path home = own.resolve(folder.name());
            assertThat(home.resolve("README.md")).exists();
            assertThat(Files.exists(home.resolve("pom.xml")) ^ Files.exists(home.resolve("package-lock.json")))
                    .as(folder.name() + " has one build")
                    .isTrue();
        });
    }

    private void write(final String name, final String properties) throws IOException {
        Files.writeString(Files.createDirectories(rivals.resolve(name)).resolve("rival.properties"), properties);
    }
}
