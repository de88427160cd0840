package io.millrace.app.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** The ACLs in {@code docs/security.md}, one of each line's operations at a time. */
final class DocumentedRights {
    private DocumentedRights() {}

    static List<AclBinding> all() throws IOException {
        final List<AclBinding> rights = new ArrayList<>();
        final String page = Files.readString(Path.of("..", "docs", "security.md"));
        final int start = page.indexOf("```acl\n") + "```acl\n".length();
        page.substring(start, page.indexOf("```", start))
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split(" +"))
                .forEach(words -> {
                    for (int i = 3; i < words.length; i++) {
                        rights.add(binding(words[0], words[1], words[2], words[i]));
                    }
                });
        return rights;
    }

    static List<AclBinding> of(final String user) throws IOException {
        return all().stream()
                .filter(right -> right.entry().principal().equals("User:" + user))
                .toList();
    }

    private static AclBinding binding(
            final String user, final String resource, final String name, final String operation) {
        final ResourceType type =
                switch (resource) {
                    case "topic", "topic-prefix" -> ResourceType.TOPIC;
                    case "group" -> ResourceType.GROUP;
                    case "transaction-prefix" -> ResourceType.TRANSACTIONAL_ID;
                    default -> throw new IllegalArgumentException(resource);
                };
        final PatternType pattern = resource.endsWith("-prefix") ? PatternType.PREFIXED : PatternType.LITERAL;
        return new AclBinding(
                new ResourcePattern(type, name, pattern),
                new AccessControlEntry(
                        "User:" + user,
                        "*",
                        AclOperation.valueOf(operation.toUpperCase(Locale.ROOT)),
                        AclPermissionType.ALLOW));
    }
}
